package io.heldby.demo.newsroom;

import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.Transactions;
import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The articles, each with its sections as one aggregate: one lock, one version, one entry in the change log for each save. */
@Repository
class Articles extends LockedRepository<Article> {

    private static final String ROWS = """
            SELECT a.id, a.title, a.tags, a.version, a.modified_by, a.modified_at, p.version AS published_version,
                   (SELECT COUNT(*) FROM article_section s WHERE s.article_id = a.id) AS sections
              FROM article a
              LEFT JOIN published_article p ON p.id = a.id
             WHERE a.id > 0
             ORDER BY a.id
             LIMIT 50""";

    private static final String ARTICLE_OF_SECTION = "SELECT article_id FROM article_section WHERE id = ?";

    private final JdbcClient jdbc;
    private final ChangeLog log;

    Articles(Edits edits, Guard guard, Transactions transactions, ChangeLog log, SavedEvents events, JdbcClient jdbc) {
        super(
                Article.TYPE,
                Article::id,
                new ArticleMapper(events, guard.demandsFence(Article.TYPE)),
                edits,
                guard,
                transactions);
        this.log = log;
        this.jdbc = jdbc;
    }

    @Override
    Article loadRest(Connection connection, Article root) {
        return root.withSections(ArticleSections.find(connection, root.id()));
    }

    @Override
    void storeRest(Connection connection, @Nullable Article before, Article after, long version, String by)
            throws SQLException {
        ArticleSections.replace(connection, after);
        List<FieldChange> changes = FieldChange.between(
                before == null ? null : ArticleFields.of(before), ArticleFields.of(after), field -> false);
        log.write(
                connection,
                List.of(new Change(
                        Article.TYPE,
                        String.valueOf(after.id()),
                        version,
                        before == null ? ChangeRecord.Action.CREATED : ChangeRecord.Action.CHANGED,
                        before == null ? null : version - 1,
                        by,
                        null,
                        changes)));
    }

    /** @throws NoSuchRecordException when there is none with that number */
    Versioned<Article> get(long id) throws SQLException {
        return find(id).orElseThrow(() -> new NoSuchRecordException(Article.TYPE, String.valueOf(id)));
    }

    List<ArticleRow> rows() {
        return jdbc.sql(ROWS)
                .query((row, at) -> new ArticleRow(
                        row.getLong("id"),
                        row.getString("title"),
                        row.getInt("sections"),
                        ArticleMapper.tags(row.getString("tags")),
                        row.getLong("version"),
                        row.getString("modified_by"),
                        row.getObject("modified_at", OffsetDateTime.class).toInstant(),
                        row.getObject("published_version", Long.class)))
                .list();
    }

    /** Which article a section belongs to; its lock is the section's. */
    Optional<Long> articleOf(String section) {
        return jdbc.sql(ARTICLE_OF_SECTION).param(section).query(Long.class).optional();
    }
}
