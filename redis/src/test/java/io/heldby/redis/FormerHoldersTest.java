package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many former holders of one key are still told what became of their lock. */
class FormerHoldersTest {

    private static final LockKey ARTICLE = LockKey.of("article", "42");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private final RedisSettings settings = RedisSettings.defaults().withKeyPrefix(TestRedis.uniquePrefix());
    private final SingleNode server = SingleNode.connect(RedisURI.create(TestRedis.url()), settings);
    private final RedisLockStore store = new RedisLockStore(server, settings);
    private final RedisBackdoor backdoor = new RedisBackdoor(server.connection().sync(), settings.keyPrefix());
    private final LockManager locks = new LockManager(store, LockPolicies.defaults());

    @AfterEach
    void removeEverything() {
        backdoor.removeEverything();
        store.close();
    }

    @Test
    void whoGaveItBackIsToldSoWhenSomeOthersHaveDoneTheSameSince() {
        List<Lease> leases = holdAndRelease(BOB, 100);

        assertThat(leases.subList(97, 100)).allSatisfy(lease -> {
            Loss loss = lossOf(lease);
            assertThat(loss.cause()).isEqualTo(LossCause.RELEASED);
            assertThat(loss.by()).isEqualTo("Bob Smith");
        });
        assertThat(lossOf(leases.get(0))).isEqualTo(Loss.unknown());
    }

    @Test
    void longNamesAreRememberedToo() {
        String longest = "é".repeat(255);
        List<Lease> leases = holdAndRelease(Owner.of(longest, "tab-1").named(longest), 10);

        assertThat(lossOf(leases.get(9)).by()).isEqualTo(longest);
    }

    @Test
    void whoLostItToSomebodyElseIsToldSoHoweverOftenItWasGivenBackSince() {
        Lease broken = locks.acquireOrThrow(LockRequest.of(ARTICLE, ALICE));
        store.forceRelease(broken.lockId(), "Olga Operator", "urgent");
        Lease takenOver = locks.acquireOrThrow(LockRequest.of(ARTICLE, ALICE));
        backdoor.forceExpire(ARTICLE);

        holdAndRelease(BOB, 100);

        assertThat(lossOf(broken).cause()).isEqualTo(LossCause.BROKEN);
        assertThat(lossOf(takenOver).cause()).isEqualTo(LossCause.TAKEN_OVER);
    }

    @Test
    void whatIsRememberedOfReleasesDoesNotGrow() {
        holdAndRelease(BOB, 20);
        long some = stateSize();

        holdAndRelease(BOB, 200);

        assertThat(stateSize()).isLessThan(2 * some);
    }

    private List<Lease> holdAndRelease(Owner owner, int times) {
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Lease lease = locks.acquireOrThrow(LockRequest.of(ARTICLE, owner));
            locks.release(lease);
            leases.add(lease);
        }
        return leases;
    }

    private Loss lossOf(Lease lease) {
        return ((Renewal.Lost) locks.renew(lease)).loss();
    }

    private long stateSize() {
        return server.connection().sync().strlen("{" + backdoor.nameOf(ARTICLE) + "}:state");
    }
}
