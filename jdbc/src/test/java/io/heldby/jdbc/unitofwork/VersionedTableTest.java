package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionedTableTest {

    private static final VersionedTable<Customer> CUSTOMER =
            VersionedTable.of("customer", "id", Customer::id).column("name", Customer::name);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "a b", "a;", "a--", "\"a\"", "a'b", "1a", "ä", "a\n", "a.b.c", ".a", "a.", "a)", "a\u0000"
            })
    void onlyPlainNamesBecomePartOfAStatement(String name) {
        assertRefused(name, () -> VersionedTable.of(name, "id", Customer::id));
        assertRefused(name, () -> VersionedTable.of("customer", name, Customer::id));
        assertRefused(name, () -> CUSTOMER.column(name, Customer::city));
        assertRefused(name, () -> CUSTOMER.versionColumns(name, "by", "at"));
        assertRefused(name, () -> CUSTOMER.versionColumns("v", name, "at"));
        assertRefused(name, () -> CUSTOMER.versionColumns("v", "by", name));
        assertRefused(name, () -> CUSTOMER.freshVersionsFrom(name));
        assertRefused(name, () -> CUSTOMER.fenceColumn(name));
    }

    @Test
    void tableMayHaveASchemaButAColumnMayNot() {
        assertThat(VersionedTable.of("sales.customer", "id", Customer::id).entity())
                .isEqualTo("customer");
        assertRefused("c.name", () -> CUSTOMER.column("c.name", Customer::name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "name", "VERSION", "modified_by", "Modified_At"})
    void columnsThatAreWrittenAlreadyCannotBeListed(String name) {
        assertRefused(name, () -> CUSTOMER.column(name, Customer::city));
    }

    @Test
    void everyChangeNamesTheVersion() {
        VersionedSql sql = VersionedSql.of(CUSTOMER.versionColumns("rev", "who", "at"));

        assertThat(sql.update()).isEqualTo("""
                UPDATE customer
                   SET name = ?, rev = rev + 1, who = ?, at = CURRENT_TIMESTAMP
                 WHERE id = ?
                   AND rev = ?""");
        assertThat(sql.delete()).isEqualTo("""
                DELETE FROM customer
                 WHERE id = ?
                   AND rev = ?""");
    }

    @Test
    void everyChangeOfAFencedTableAlsoNamesTheFence() {
        VersionedSql sql = VersionedSql.of(CUSTOMER.fenceColumn("fence"));

        assertThat(sql.fencedUpdate()).isEqualTo("""
                UPDATE customer
                   SET name = ?, version = version + 1, modified_by = ?, fence = ?, modified_at = CURRENT_TIMESTAMP
                 WHERE id = ?
                   AND version = ?
                   AND fence <= ?""");
        assertThat(sql.fencedDelete()).isEqualTo("""
                DELETE FROM customer
                 WHERE id = ?
                   AND version = ?
                   AND fence <= ?""");
    }

    private static void assertRefused(String name, ThrowingCallable definition) {
        assertThatIllegalArgumentException().isThrownBy(definition).withMessageContaining(name);
    }
}
