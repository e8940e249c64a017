package io.heldby.demo.newsroom;

import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** Where an article's own row is kept; {@link ArticleSections} has the rest of it. */
final class ArticleMapper extends VersionedMapper<Article> {

    private static final String BETWEEN_TAGS = ", ";

    /**
     * Makes the mapper.
     *
     * @param fenced whether a save compares its fence, because the locks are kept in another place than the articles
     */
    ArticleMapper(SavedEvents events, boolean fenced) {
        super(fenced ? table(events).fenceColumn("fence") : table(events));
    }

    private static VersionedTable<Article> table(SavedEvents events) {
        return VersionedTable.of("article", "id", Article::id)
                .column("title", Article::title)
                .column("lead_text", Article::lead)
                .column("tags", article -> String.join(BETWEEN_TAGS, article.tags()))
                .column("seo_title", article -> article.metadata().seoTitle())
                .column("byline", article -> article.metadata().byline())
                .column("embargo", article -> article.metadata().embargo())
                .announced(events);
    }

    @Override
    protected Article read(ResultSet row) throws SQLException {
        return new Article(
                row.getLong("id"),
                row.getString("title"),
                row.getString("lead_text"),
                tags(row.getString("tags")),
                List.of(),
                new Metadata(
                        row.getString("seo_title"),
                        row.getString("byline"),
                        row.getObject("embargo", LocalDate.class)));
    }

    static List<String> tags(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(BETWEEN_TAGS, -1));
    }
}
