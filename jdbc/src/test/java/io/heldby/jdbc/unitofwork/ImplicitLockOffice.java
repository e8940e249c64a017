package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.Enforcement;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.Owner;
import io.heldby.lock.Protocol;
import io.heldby.lock.Writes;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** Customers and coverages in a database, and who is working on them now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImplicitLockOffice {

    private static final LockPolicies POLICIES = LockPolicies.defaults()
            .with("customer", LockPolicy.DEFAULT)
            .with("read", LockPolicy.DEFAULT.withProtocol(Protocol.EXCLUSIVE_READ))
            .with("shared", LockPolicy.DEFAULT.withProtocol(Protocol.READ_WRITE))
            .with("free", LockPolicy.DEFAULT.withWrites(Writes.LEASE_OR_FREE))
            .with("observed", LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE))
            .with("off", LockPolicy.DEFAULT.withEnforcement(Enforcement.OFF));

    final Owner alice = Owner.of("alice", "a1").named("Alice Ng");
    final Owner bob = Owner.of("bob", "b1").named("Bob Smith");
    TestDatabase database;
    Heldby heldby;
    Owner working = alice;
    long nextId;

    abstract TestDatabase newDatabase();

    /** The column type of a moment. */
    String timestamp() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    @BeforeAll
    void start() throws SQLException {
        database = newDatabase();
        heldby = Heldby.builder(database.dataSource())
                .policies(POLICIES.withRoot(
                        "contact", member -> LockKey.of("customer", member.id().substring(0, 1))))
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
        run("CREATE TABLE customer (id BIGINT PRIMARY KEY, name VARCHAR(100), city VARCHAR(100),"
                + " version BIGINT NOT NULL, modified_by VARCHAR(255), modified_at " + timestamp() + ", since "
                + timestamp() + ")");
        run("CREATE TABLE coverage (id BIGINT PRIMARY KEY, version_id VARCHAR(255) NOT NULL, kind VARCHAR(100))");
    }

    @AfterAll
    void stop() {
        heldby.close();
        database.close();
    }

    @BeforeEach
    void aliceIsWorking() {
        working = alice;
        nextId++;
    }

    LockingMapper<Customer> around(String type) {
        return heldby.lockingMappers(key -> working).around(new CustomerMapper(), type, Customer::id);
    }

    LockKey key(String type) {
        return LockKey.of(type, Long.toString(nextId));
    }

    List<Owner> holders(String type) {
        return heldby.locks().holders(key(type)).stream()
                .map(view -> view.owner())
                .toList();
    }

    Customer customer(String name) {
        return new Customer(nextId, name, "New New York");
    }

    static Customer renamed(Customer customer, String name) {
        return new Customer(customer.id(), name, customer.city());
    }

    void insert() throws SQLException {
        write(c -> new CustomerMapper().insert(c, customer("Kroker"), "Hermes"));
    }

    String create(SharedVersions versions) throws SQLException {
        try (Connection connection = database.openConnection()) {
            return versions.create(connection, "Hermes");
        }
    }

    String stored() throws SQLException {
        try (Connection connection = database.openConnection()) {
            return new CustomerMapper()
                    .find(connection, nextId)
                    .orElseThrow()
                    .value()
                    .name();
        }
    }

    long id(int number) {
        return nextId * 100 + number;
    }

    Coverage coverage(int number, String versionId) {
        return new Coverage(id(number), versionId, "fire");
    }

    void expire(String type) throws SQLException {
        run("UPDATE heldby_lock SET expires_at = acquired_at WHERE type = '" + type + "' AND id = '" + nextId + "'");
    }

    void run(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long write(Writing writing) throws SQLException {
        try (Connection connection = database.openConnection()) {
            connection.setAutoCommit(false);
            try {
                long result = writing.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Writing {
        long on(Connection connection) throws SQLException;
    }

    record Coverage(long id, String versionId, String kind) {}

    static final class CoverageMapper extends MemberMapper<Coverage> {

        CoverageMapper() {
            super(MemberTable.of("coverage", "id", Coverage::id, "version_id", Coverage::versionId)
                    .column("kind", Coverage::kind));
        }

        @Override
        protected Coverage read(ResultSet row) throws SQLException {
            return new Coverage(row.getLong("id"), row.getString("version_id"), row.getString("kind"));
        }
    }
}
