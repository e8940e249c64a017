package io.heldby.demo.newsroom;

import java.sql.Connection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Where the sections of an article are kept, in the order in which they are read. */
final class ArticleSections {

    private static final String FIND = """
            SELECT id, heading, body FROM article_section WHERE article_id = ? ORDER BY place""";

    private static final String DELETE = "DELETE FROM article_section WHERE article_id = ?";

    private static final String INSERT = """
            INSERT INTO article_section (id, article_id, place, heading, body) VALUES (?, ?, ?, ?, ?)""";

    private ArticleSections() {}

    static List<Section> find(Connection connection, long article) {
        return on(connection)
                .sql(FIND)
                .param(article)
                .query((row, at) -> new Section(row.getString("id"), row.getString("heading"), row.getString("body")))
                .list();
    }

    static void replace(Connection connection, Article article) {
        JdbcClient jdbc = on(connection);
        jdbc.sql(DELETE).param(article.id()).update();
        int place = 0;
        for (Section section : article.sections()) {
            jdbc.sql(INSERT)
                    .params(section.id(), article.id(), place++, section.heading(), section.text())
                    .update();
        }
    }

    private static JdbcClient on(Connection connection) {
        return JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }
}
