package io.heldby.testkit;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Each test begins without the locks of the tests before it. Locks outlive the transaction that a test rolls back, so that the next
 * test would find its record locked.
 *
 * <pre>{@code
 * @Autowired LockManager locks;
 * @RegisterExtension final NoLocks noLocks = new NoLocks(() -> locks);
 * }</pre>
 *
 * <p>Only for a database that nobody else works with.
 */
public final class NoLocks implements BeforeEachCallback {

    private final Supplier<LockManager> locks;
    private final String tenant;

    /** Ends the locks of an application without tenants; the supplier is asked before each test. */
    public NoLocks(Supplier<LockManager> locks) {
        this(locks, "");
    }

    /** Ends the locks of one tenant. */
    public NoLocks(Supplier<LockManager> locks, String tenant) {
        this.locks = locks;
        this.tenant = tenant;
    }

    /** In another thread, because this one may have begun the transaction of the test. */
    @Override
    public void beforeEach(ExtensionContext test) {
        CompletableFuture.runAsync(() -> endAll(locks.get())).join();
    }

    private void endAll(LockManager manager) {
        List<LockView> held = manager.find(LockQuery.all(tenant)).locks();
        while (!held.isEmpty()) {
            held.forEach(lock -> manager.forceRelease(lock.lockId(), "test", "the next test begins"));
            held = manager.find(LockQuery.all(tenant)).locks();
        }
    }
}
