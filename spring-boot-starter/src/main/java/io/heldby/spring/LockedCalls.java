package io.heldby.spring;

import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Edits;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockedException;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/** Runs calls of {@link Locked} methods under their locks. Safe for use by many threads. */
final class LockedCalls {

    private final LockManager locks;
    private final Edits edits;
    private final Transactions transactions;
    private final WorkingLeases working;
    private final Supplier<Optional<OwnerResolver>> owners;

    LockedCalls(
            LockManager locks,
            Edits edits,
            Transactions transactions,
            WorkingLeases working,
            Supplier<Optional<OwnerResolver>> owners) {
        this.locks = locks;
        this.edits = edits;
        this.transactions = transactions;
        this.working = working;
        this.owners = owners;
    }

    /** What the method returned. */
    record Returned(@Nullable Object value) {}

    Returned run(LockedMethod method, MethodInvocation invocation) throws Exception {
        List<LockRequest> wishes = wishes(method, invocation);
        Optional<List<Lease>> outer = working.covering(wishes);
        if (outer.isPresent()) {
            return proceed(method, invocation, outer.get());
        }
        if (transactions.active()) {
            throw new IllegalStateException(
                    ("%s was called inside a transaction, and what that has read may be older than the lock. Put @Locked on the"
                                    + " method that begins the transaction, or call this one before it begins")
                            .formatted(method));
        }
        return method.until() == LockedUntil.SAVED
                ? untilSaved(method, invocation, wishes)
                : duringTheCall(method, invocation, wishes);
    }

    private List<LockRequest> wishes(LockedMethod method, MethodInvocation invocation) {
        String tenant = owners.get().map(OwnerResolver::tenant).orElse("");
        List<LockRequest> wishes = new ArrayList<>();
        for (LockKey key : method.keys(tenant, invocation.getArguments())) {
            LockKey root = locks.rootOf(key);
            wishes.add(LockRequest.of(root, edits.ownerFor(root))
                    .mode(method.mode())
                    .reason(method.reason()));
        }
        return wishes;
    }

    private Returned duringTheCall(LockedMethod method, MethodInvocation invocation, List<LockRequest> wishes)
            throws Exception {
        return wishes.size() == 1
                ? locks.<Returned, Exception>withLock(
                        wishes.get(0), lease -> proceed(method, invocation, List.of(lease)))
                : locks.<Returned, Exception>withLocks(wishes, leases -> proceed(method, invocation, leases));
    }

    private Returned untilSaved(LockedMethod method, MethodInvocation invocation, List<LockRequest> wishes)
            throws Exception {
        List<Lease> leases = acquireForAPage(wishes);
        try {
            return proceed(method, invocation, leases);
        } catch (Exception | Error failed) {
            // Beat 1 is a new grant: what the page before has acquired stays with it.
            leases.stream().filter(lease -> lease.beat() == 1).forEach(lease -> giveBack(lease, failed));
            throw failed;
        }
    }

    private List<Lease> acquireForAPage(List<LockRequest> wishes) {
        List<LockRequest> paged = wishes.stream()
                .map(wish -> wish.firstLease(locks.policyOf(wish.key().type()).pageLease()))
                .toList();
        if (paged.size() == 1) {
            return List.of(locks.acquireOrThrow(paged.get(0)));
        }
        BatchAcquisition answer = locks.acquireAll(paged);
        if (answer instanceof BatchAcquisition.NoneGranted none) {
            throw new LockedException(none.denied().get(0));
        }
        return ((BatchAcquisition.AllGranted) answer).leases();
    }

    private void giveBack(Lease lease, Throwable cause) {
        try {
            locks.release(lease);
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private Returned proceed(LockedMethod method, MethodInvocation invocation, List<Lease> leases) throws Exception {
        if (invocation instanceof ProxyMethodInvocation proxied) {
            proxied.setArguments(method.leaseParameters().fill(invocation.getArguments(), leases));
        }
        return working.with(leases, () -> {
            try {
                return new Returned(invocation.proceed());
            } catch (Exception | Error failed) {
                throw failed;
            } catch (Throwable neither) {
                throw new UndeclaredThrowableException(neither);
            }
        });
    }
}
