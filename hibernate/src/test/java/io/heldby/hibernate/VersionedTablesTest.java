package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.testkit.TestDatabase;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard learns from Hibernate's metamodel. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionedTablesTest {

    private TestDatabase database;
    private Jpa jpa;
    private VersionedTables tables;

    @BeforeAll
    void open() {
        database = TestDatabase.h2();
        jpa = new Jpa(database, Guarded.ALL, settings -> {});
        tables = VersionedTables.of(jpa.factory.unwrap(SessionFactoryImplementor.class));
    }

    @AfterAll
    void close() {
        jpa.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource({
        "person, person, row version, false",
        "vehicle, vehicle, version, false",
        "car, vehicle, version, false",
        "article, article, version, false",
        "article_text, article, version, false",
        "shape, shape, version, false",
        "circle, circle, version, false",
        "visit, visit, changed, true",
    })
    void tableOfAVersionedEntityIsKnownWithWhereItsVersionIs(
            String name, String root, String column, boolean temporal) {
        assertThat(tables.find(TableName.of(name)))
                .contains(new VersionedTable(TableName.of(name), TableName.of(root), column, temporal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "unchecked", "article_tag", "order_line", "archive"})
    void tableWithoutAnEntityThatChecksVersionsIsNone(String name) {
        assertThat(tables.find(TableName.of(name))).isEmpty();
    }

    @Test
    void sqlThatTheMappingBringsIsRecognisedAlsoBehindAComment() {
        assertThat(tables.isHandwritten("/* delete */ delete from handwritten where id = ? and -1 <> ?"))
                .isTrue();
        assertThat(tables.isHandwritten("delete from handwritten where id = ?")).isFalse();
    }

    @Test
    void schemaCountsOnlyWhereBothNameOne() {
        assertThat(TableName.of("\"Sales\".\"Order\"").matches(TableName.of("order")))
                .isTrue();
        assertThat(TableName.of("db.sales.order").matches(TableName.of("SALES.`Order`")))
                .isTrue();
        assertThat(TableName.of("archive.order").matches(TableName.of("sales.order")))
                .isFalse();
    }
}
