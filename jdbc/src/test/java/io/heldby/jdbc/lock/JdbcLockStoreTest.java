package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.LockStore;
import io.heldby.lock.LockStoreException;
import io.heldby.testkit.LockStoreBackdoor;
import io.heldby.testkit.LockStoreContract;
import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real database: one per class, emptied before every test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcLockStoreTest extends LockStoreContract {

    /** So that racers race for locks and not for connections. */
    static final int POOL_SIZE = Racers.USUAL + 2;

    private TestDatabase database;
    private JdbcLockStore store;
    private JdbcBackdoor backdoor;

    abstract TestDatabase open();

    @BeforeAll
    void createTables() throws SQLException {
        database = open();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        store = new JdbcLockStore(database.dataSource(), JdbcSettings.defaults());
        backdoor = new JdbcBackdoor(database);
    }

    @BeforeEach
    void forgetEverything() {
        backdoor.forgetEverything();
    }

    @AfterAll
    void drop() throws SQLException {
        backdoor.close();
        database.close();
    }

    @Test
    void lockAndItsEventAreOneTransaction() {
        backdoor.execute("ALTER TABLE heldby_event RENAME TO hidden_event");
        try {
            assertThatThrownBy(() -> ask(KEY, ALICE)).isInstanceOf(LockStoreException.class);
        } finally {
            backdoor.execute("ALTER TABLE hidden_event RENAME TO heldby_event");
        }
        assertThat(store.holders(KEY)).isEmpty();
    }

    @Override
    public LockStore store() {
        return store;
    }

    @Override
    public LockStoreBackdoor backdoor() {
        return backdoor;
    }

    @Override
    public boolean storeHasItsOwnClock() {
        return true;
    }
}
