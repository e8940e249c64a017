package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard makes of SQL, without any database. */
class StatementGuardTest {

    private static final TableName CUSTOMER = TableName.of("sales.customer");
    private static final TableName ORDER = TableName.of("\"Order\"");
    private static final TableName VEHICLE = TableName.of("vehicle");
    private static final TableName NOTE = TableName.of("note");

    private static final VersionedTables TABLES = new VersionedTables(
            List.of(
                    new VersionedTable(CUSTOMER, CUSTOMER, "version", false),
                    new VersionedTable(ORDER, ORDER, "row version", false),
                    new VersionedTable(VEHICLE, VEHICLE, "version", false),
                    new VersionedTable(TableName.of("car"), VEHICLE, "version", false),
                    new VersionedTable(NOTE, NOTE, "changed", true)),
            Set.of());

    private final StatementReader reader = new StatementReader(TABLES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update customer set name = ? where id = ?",
                "UPDATE CUSTOMER SET NAME = 'x'",
                "/* why */ update /* not */ customer set name = ? -- version = version + 1",
                "-- why\nupdate customer set name = ?",
                "update sales.customer set name = ?",
                "update \"customer\" set \"name\" = ?",
                "update `sales`.`customer` set name = ?",
                "update sales.customer c set name = ? where c.id = ?",
                "update customer as c set name = ? where c.id = ?",
                "update customer set version = 5",
                "update customer set version = ?",
                "update customer set version = version",
                "update customer set version = version - 1",
                "update customer set version = version + 0",
                "update customer set version = id + 1",
                "update customer set name = ? where id = ? or version = ?",
                "update customer set name = ? where not (version = ?)",
                "update customer set name = ? where version <> ?",
                "update customer set name = ? where version is not null",
                "update customer set name = ? where version > ?",
                "update customer set name = ? where version = version",
                "update customer set name = ? where version not in (?, ?)",
                "update customer set name = 'version = version + 1'",
                "update customer set name = ? where id in (select customer_id from license where version = ?)",
                "update customer c set name = l.name from license l where l.customer_id = c.id and l.version = ?",
                "update customer set name = ? where id not in (select id from customer where version = ?)",
                "update customer c join license l on l.customer_id = c.id set c.name = ? where l.version = ?",
                "update license l join customer c on l.customer_id = c.id set l.name = ?, c.name = ?",
                "update license l, customer c set c.name = ? where l.customer_id = c.id",
                "update license l left join customer c on c.version = ? set c.name = ?",
                "update c set name = ? from customer c where c.id = ?",
                "update customer set name = ? returning id",
                "update customer set name = ? order by id limit 1",
                "update customer set (name, phone) = (?, ?) where id = ?",
                "update \"Order\" set title = ?",
                "update \"Order\" set title = ? where version = ?",
                "update note set changed = '2020-01-01' where id = ?",
                "delete from customer",
                "delete from customer where id = ?",
                "DELETE FROM sales.CUSTOMER c WHERE c.id = ?",
                "delete c from customer c where c.id = ?",
                "delete c, l from customer c join license l on l.customer_id = c.id where l.version = ?",
                "delete from c using customer c where c.id = ?",
                "delete from customer using license where license.customer_id = customer.id and license.version = 3",
                "truncate customer",
                "truncate table sales.customer",
                "truncate table license, customer",
                "replace into customer (id, version, name) values (?, ?, ?)",
                "insert into customer (id, name) values (?, ?) on conflict (id) do update set name = excluded.name",
                "insert into customer (id, name) values (?, ?) on conflict (id)"
                        + " do update set version = excluded.version + 1",
                "insert into customer (id, name) values (?, ?) on duplicate key update name = values(name)",
                "insert into customer (id, version) values (?, ?) on duplicate key update version = values(version)",
                "insert into customer (id, name) select id, name from old on conflict (id) do update set name = ?",
                "merge into customer c using license l on (c.id = l.customer_id) when matched then update set name = ?",
                "merge into customer c using license l on (c.id = l.customer_id) when matched then delete",
                "merge into customer c using license l on (c.id = l.customer_id and l.version = ?)"
                        + " when not matched then insert (id) values (?) when matched then update set name = ?",
                "merge into customer c using license l on c.id = l.id and c.version = l.version"
                        + " when not matched by source then delete",
                "with x as (select 1) update customer set name = ?",
                "with x as (update customer set name = ? returning id) select * from x",
                "with x as (delete from customer returning id) insert into old (id) select id from x",
                "with x as (select id from license where version = ?)"
                        + " update customer set name = ? where id in (select id from x)",
                "with recursive x as (select 1 union all select n + 1 from x) delete from customer",
                "update license set name = ?; update customer set name = ?",
                "insert into license (id) values (?); delete from customer",
            })
    void statementThatGoesAroundTheVersionIsFound(String sql) {
        assertThat(StatementStart.writes(sql)).isTrue();
        assertThat(reader.read(sql).bypasses()).extracting(Bypass::kind).containsExactly(Bypass.Kind.UNCHECKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update customer set name = ?, version = ? where id = ? and version = ?",
                "update customer set name = ? where (id, version) in ((?, ?), (?, ?))",
                "update customer set name = ? where (id, version) = (?, ?)",
                "update customer set name = ? where ? = version",
                "update customer set name = ? where version in (?, ?)",
                "update customer set name = ? where version is not distinct from ?",
                "update customer set name = ? where version <= ?",
                "update customer set name = ? where ? >= version",
                "update customer set name = ? where version <=> ?",
                "update customer set name = ? where (id = ? and version = ?) or (id = ? and version = ?)",
                "update Sales.Customer C set C.name = ? where ((C.Version) = 5)",
                "update customer set \"version\" = \"version\" + 1",
                "update `customer` set `version` = `version` + 1",
                "update customer c set name = ?, version = (c.version + 1)",
                "update customer set version = 1 + version",
                "update customer set version = coalesce(version, 0) + 1",
                "update customer set version = version + ? where id = ?",
                "update customer c join license l on l.customer_id = c.id set c.name = ?, c.version = c.version + 1",
                "update customer c set name = l.name from license l where l.customer_id = c.id and c.version = l.version",
                "update customer c join license l on l.customer_id = c.id set l.name = ?",
                "update customer c join license l on l.customer_id = c.id and c.version = ? set c.name = ?",
                "update customer set name = ? where id in (select c.id from customer c where c.version = ?)",
                "update customer set name = ? where exists"
                        + " (select 1 from license l where l.customer_id = customer.id and customer.version = ?)",
                "update \"Order\" set title = ? where \"row version\" = ?",
                "update `Order` set title = ?, `row version` = `row version` + 1",
                "update note set text = ?, changed = ? where id = ?",
                "update note set text = ?, changed = current_timestamp where id = ?",
                "update archive.customer set name = ?",
                "update customer_history set name = ?",
                "update license set name = 'customer'",
                "update license set name = (select name from customer where id = ?)",
                "delete from customer where id = ? and version = ?",
                "delete c from customer c where c.version = ?",
                "delete from customer c using license l where l.customer_id = c.id and c.version = ?",
                "delete from license where customer_id in (select id from customer)",
                "insert into customer (id, name) values (?, ?) on conflict (id) do nothing",
                "insert into customer (id, name) values (?, ?)"
                        + " on conflict (id) do update set name = ?, version = customer.version + 1",
                "insert into customer as c (id, name) values (?, ?)"
                        + " on conflict (id) do update set name = ? where c.version = ?",
                "insert into customer (id) values (?) on duplicate key update name = ?, version = version + 1",
                "insert into license (id) values (?) on duplicate key update name = 'customer'",
                "insert into old select * from customer",
                "merge into customer t using (select ? id, ? version) s on (t.id = s.id)"
                        + " when not matched then insert (id) values (s.id)"
                        + " when matched and t.version <= ? then update set version = s.version",
                "merge into customer c using license l on (c.id = l.customer_id) when matched then"
                        + " update set name = ?, version = c.version + 1",
                "merge into customer c using license l on (c.id = l.customer_id)"
                        + " when not matched then insert (id) values (?)",
                "with x as (select id from customer where version = ?)"
                        + " update customer set name = ? where id in (select id from x)",
                "with x as (select id from customer where version = ?)"
                        + " update customer c set name = ? from x where c.id = x.id",
                "with x as (select id from customer) insert into old (id) select id from x",
                "truncate license",
            })
    void statementThatRegardsTheVersionPasses(String sql) {
        assertThat(reader.read(sql).bypasses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update car set doors = ? where id = ?",
                "update car set doors = ? where id = ? and version = ?",
                "update car set version = version + 1",
                "delete from car",
                "delete from car where id in (select id from vehicle)",
                "insert into car (id, doors) values (?, ?) on duplicate key update doors = values(doors)",
            })
    void partOfAnEntityThatIsWrittenWithoutAskingForItsVersionIsFound(String sql) {
        assertThat(reader.read(sql).bypasses()).extracting(Bypass::kind).containsExactly(Bypass.Kind.PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update car set doors = ? where id in (select v.id from vehicle v where v.version = ?)",
                "update car c set doors = ? from vehicle v where v.id = c.id and v.version = ?",
                "update car c join vehicle v on v.id = c.id set c.doors = ? where v.version = ?",
                "delete from car where exists (select 1 from vehicle v where v.id = car.id and version = ?)",
                "with x as (select v.id from vehicle v where v.version = ?)"
                        + " delete from car where id in (select id from x)",
                "with x as (update vehicle set version = version + 1 where id = ? returning id)"
                        + " update car set doors = ? where id in (select id from x)",
            })
    void partOfAnEntityMayAskForTheVersionInTheTableThatHasIt(String sql) {
        assertThat(reader.read(sql).bypasses()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update customer set name = ? where id = any any ?",
                "  (update customer set name = ?)",
                "update customer set",
                "update only customer set name = ? where version = ?",
                "truncate table customer restart identity cascade",
                "merge into customer key (id) values (?, ?)",
                "update customer set name = 'open",
                "/*!50000 delete from customer */",
            })
    void statementThatCannotBeReadAndNamesATableIsFound(String sql) {
        assertThat(StatementStart.writes(sql)).isTrue();
        assertThat(reader.read(sql).bypasses()).extracting(Bypass::kind).containsExactly(Bypass.Kind.UNREADABLE);
    }

    @Test
    void statementThatCannotBeReadAndNamesNoTablePasses() {
        assertThat(reader.read("update customers set my_customer = ? where any any")
                        .bypasses())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from customer where name = 'update'",
                "insert into customer (id, name) values (?, ?)",
                "with x as (select 1) select * from x",
                "create table customer (id bigint)",
                "call update_customers()",
                "updates",
                "",
                "-- update customer",
            })
    void statementThatWritesOverNothingIsNotEvenParsed(String sql) {
        assertThat(StatementStart.mayWriteOver(sql)).isFalse();
        assertThat(StatementStart.mayWriteOver(sql.toUpperCase(Locale.ROOT))).isFalse();
    }

    @Test
    void deepStatementIsReadInNoTime() {
        String deep = "update customer set name = ? where " + "(".repeat(200) + "version = ?" + ")".repeat(200);
        long start = System.nanoTime();
        reader.read(deep);
        assertThat((System.nanoTime() - start) / 1_000_000).as("ms").isLessThan(5_000);
    }

    @Test
    void everythingPassesUntilTheTablesAreKnown() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.FAIL, null);
        assertThat(guard.inspect("delete from customer")).isEqualTo("delete from customer");

        guard.watch(TABLES);
        assertThatThrownBy(() -> guard.inspect("delete from customer")).isInstanceOf(VersionBypassedException.class);
    }

    @Test
    void whatTheApplicationsInspectorAnswersIsJudged() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.FAIL, sql -> sql + " where version = ?");
        guard.watch(TABLES);

        assertThat(guard.inspect("delete from customer")).isEqualTo("delete from customer where version = ?");
        assertThatThrownBy(() -> guard.inspect("delete from customer where id = ? or 1 = 1 -- "))
                .isInstanceOf(VersionBypassedException.class);
    }

    @Test
    void inspectorOfTheApplicationThatAnswersNullLeavesTheStatementAsItIs() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.FAIL, sql -> null);
        guard.watch(TABLES);

        assertThat(guard.inspect("delete from license")).isEqualTo("delete from license");
        assertThatThrownBy(() -> guard.inspect("delete from customer")).isInstanceOf(VersionBypassedException.class);
    }

    @Test
    void offLooksAtNothing() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.OFF, null);
        guard.watch(TABLES);

        assertThat(guard.inspect("delete from customer")).isEqualTo("delete from customer");
        assertThat(guard.findings()).isEmpty();
    }

    @Test
    void countsOfStatementsThatAreNeverTheSameStayBounded() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.WARN, null);
        guard.watch(TABLES);
        Logger logger = Logger.getLogger(StatementGuard.class.getName());
        logger.setLevel(Level.OFF);
        try {
            for (int i = 0; i < Findings.MOST + 10; i++) {
                guard.inspect("delete from customer where id = " + i);
            }
        } finally {
            logger.setLevel(null);
        }

        assertThat(guard.findings()).hasSize(Findings.MOST + 1).containsEntry(Findings.OTHERS, 10L);
    }

    @Test
    void longStatementIsShortenedInTheMessage() {
        StatementGuard guard = new StatementGuard(StatementGuardMode.FAIL, null);
        guard.watch(TABLES);

        assertThatThrownBy(() -> guard.inspect("delete from customer where name in (" + "?, ".repeat(999) + "?)"))
                .hasMessageContaining("delete from customer where name in (?, ")
                .hasMessageContaining("...")
                .extracting(thrown -> thrown.getMessage().length())
                .satisfies(length -> assertThat(length).isLessThan(900));
    }
}
