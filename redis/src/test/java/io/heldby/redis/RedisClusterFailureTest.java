package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.EmbeddedRedisCluster;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A cluster that loses a server. */
class RedisClusterFailureTest {

    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    @Test
    @DisplayName("race 24: when a master is killed its replica goes on, and so do we, without a restart")
    void whenAMasterIsKilledItsReplicaGoesOnAndSoDoWe() {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start();
                RedisLockStore store = RedisLockStore.cluster(
                        cluster.urls().stream().map(RedisURI::create).toList(), RedisSettings.defaults())) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            List<Lease> leases = IntStream.range(0, 30)
                    .mapToObj(i -> locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "p" + i), ALICE)))
                    .toList();

            cluster.killMaster();

            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                leases.forEach(lease -> store.holders(lease.key()));
                return store.check().warnings().stream().anyMatch(warning -> warning.contains("does not answer"));
            });
            for (Lease lease : leases) {
                // Replication is asynchronous: the replica may have missed the last grants, but never repeats a fence.
                Acquisition answer = locks.acquire(LockRequest.of(lease.key(), BOB));
                answer.ifGranted().ifPresent(later -> assertThat(later.fence()).isGreaterThan(lease.fence()));
            }
            assertThat(leases.stream()
                            .filter(lease -> !store.holders(lease.key()).isEmpty()))
                    .hasSize(leases.size());
        }
    }
}
