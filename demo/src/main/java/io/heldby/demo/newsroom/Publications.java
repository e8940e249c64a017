package io.heldby.demo.newsroom;

import java.sql.Connection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Repository;

/** What was published: a copy of its own, so that readers neither need a lock nor see what is only saved. */
@Repository
class Publications {

    private static final String FORGET_SECTIONS = "DELETE FROM published_section WHERE article_id = ?";

    private static final String FORGET = "DELETE FROM published_article WHERE id = ?";

    private static final String PUBLISH = """
            INSERT INTO published_article (id, title, lead_text, tags, byline, version, published_by, published_at)
            SELECT id, title, lead_text, tags, byline, version, modified_by, modified_at FROM article WHERE id = ?""";

    private static final String PUBLISH_SECTIONS = """
            INSERT INTO published_section (article_id, id, place, heading, body)
            SELECT article_id, id, place, heading, body FROM article_section WHERE article_id = ?""";

    private static final String FIND = "SELECT * FROM published_article WHERE id = ?";

    private static final String FIND_SECTIONS = """
            SELECT id, heading, body FROM published_section WHERE article_id = ? ORDER BY place""";

    private final JdbcClient jdbc;

    Publications(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** From the commit of this transaction on, readers see the article as it is stored in it. */
    void publish(Connection connection, long article) {
        JdbcClient same = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        for (String statement : List.of(FORGET_SECTIONS, FORGET, PUBLISH, PUBLISH_SECTIONS)) {
            same.sql(statement).param(article).update();
        }
    }

    Optional<PublishedArticle> find(long id) {
        return jdbc.sql(FIND)
                .param(id)
                .query((row, at) -> new PublishedArticle(
                        new Article(
                                id,
                                row.getString("title"),
                                row.getString("lead_text"),
                                ArticleMapper.tags(row.getString("tags")),
                                sections(id),
                                new Metadata("", row.getString("byline"), null)),
                        row.getLong("version"),
                        row.getString("published_by"),
                        row.getObject("published_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    private List<Section> sections(long article) {
        return jdbc.sql(FIND_SECTIONS)
                .param(article)
                .query((row, at) -> new Section(row.getString("id"), row.getString("heading"), row.getString("body")))
                .list();
    }
}
