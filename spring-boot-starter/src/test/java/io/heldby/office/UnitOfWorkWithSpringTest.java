package io.heldby.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** A unit of work in an application's own transactions. */
@SpringBootTest(
        classes = ClinicApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = "spring.datasource.generate-unique-name=true")
@Import(UnitOfWorkWithSpringTest.Shop.class)
class UnitOfWorkWithSpringTest {

    record Article(long id, String name) {}

    static final class ArticleMapper extends VersionedMapper<Article> {

        ArticleMapper() {
            super(VersionedTable.of("article", "id", Article::id).column("name", Article::name));
        }

        @Override
        protected Article read(ResultSet row) throws SQLException {
            return new Article(row.getLong("id"), row.getString("name"));
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Shop {

        @Bean
        ArticleMapper articles() {
            return new ArticleMapper();
        }

        @Bean
        UnitsOfWork units(Transactions transactions, ArticleMapper articles, JdbcTemplate sql) throws SQLException {
            sql.execute("CREATE TABLE article (id BIGINT PRIMARY KEY, name VARCHAR(100),"
                    + " version BIGINT DEFAULT 0 NOT NULL, modified_by VARCHAR(255),"
                    + " modified_at TIMESTAMP WITH TIME ZONE)");
            sql.execute("CREATE TABLE note (text VARCHAR(100))");
            return UnitsOfWork.on(transactions).mappers(articles).build();
        }

        @Bean
        Articles service(UnitsOfWork units, ArticleMapper articles, JdbcTemplate jdbc) {
            return new Articles(units, articles, jdbc);
        }
    }

    static class Articles {

        private final UnitsOfWork units;
        private final ArticleMapper articles;
        private final JdbcTemplate jdbc;

        Articles(UnitsOfWork units, ArticleMapper articles, JdbcTemplate jdbc) {
            this.units = units;
            this.articles = articles;
            this.jdbc = jdbc;
        }

        // The code between the tags is in docs/optimistic-lock.md.
        // tag::transactional[]
        @Transactional
        public void rename(long id, String name, long versionFromTheForm, String user) throws SQLException {
            UnitOfWork unit = units.begin(user);
            unit.registerDirty(articles, new Article(id, name), versionFromTheForm);
            unit.commit();
            jdbc.update("INSERT INTO note VALUES (?)", "renamed to " + name);
        }
        // end::transactional[]

        @Transactional
        public void renameAndGoOn(long id, String name, long versionFromTheForm, String user) throws SQLException {
            jdbc.update("INSERT INTO note VALUES (?)", "to be renamed to " + name);
            try {
                UnitOfWork unit = units.begin(user);
                unit.registerDirty(articles, new Article(id, name), versionFromTheForm);
                unit.commit();
            } catch (ConflictException swallowed) {
                jdbc.update("INSERT INTO note VALUES (?)", "as if nothing had happened");
            }
        }
    }

    @Autowired
    Articles service;

    @Autowired
    Transactions transactions;

    @Autowired
    JdbcTemplate sql;

    @BeforeEach
    void oneArticle() {
        sql.update("DELETE FROM note");
        sql.update("DELETE FROM article");
        sql.update("INSERT INTO article (id, name) VALUES (42, 'Pen')");
    }

    @Test
    void isWrittenWithTheRestOfTheTransactionOrNotAtAll() throws SQLException {
        service.rename(42, "Blue pen", 0, "Luke");
        ConflictException tooLate =
                catchThrowableOfType(ConflictException.class, () -> service.rename(42, "Red pen", 0, "Leia"));

        assertThat(sql.queryForList("SELECT text FROM note", String.class)).containsExactly("renamed to Blue pen");
        assertThat(tooLate.explained()).isFalse();
        assertThat(explained(tooLate).conflicts().get(0))
                .extracting(Conflict::kind, Conflict::modifiedBy)
                .containsExactly(Conflict.Kind.MODIFIED, "Luke");
    }

    private ConflictException explained(ConflictException tooLate) throws SQLException {
        ConflictException explained = transactions.run(connection -> tooLate.explain(connection));
        return explained;
    }

    @Test
    void conflictThatIsSwallowedKeepsTheTransactionFromCommitting() throws SQLException {
        service.rename(42, "Blue pen", 0, "Luke");

        assertThat(catchThrowableOfType(ConflictException.class, () -> service.renameAndGoOn(42, "Red pen", 0, "Leia")))
                .isNotNull();
        assertThat(sql.queryForList("SELECT text FROM note", String.class)).containsExactly("renamed to Blue pen");
    }
}
