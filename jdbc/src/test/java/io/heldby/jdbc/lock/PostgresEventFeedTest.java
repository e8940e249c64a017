package io.heldby.jdbc.lock;

import io.heldby.lock.EventSettings;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresEventFeedTest extends EventFeedContract {

    @Override
    TestDatabase newDatabase() {
        return TestDatabase.postgres();
    }

    @Test
    void oneNodeIsWokenByAnother() {
        EventSettings seldom = EventSettings.defaults().withEvery(Duration.ofMinutes(1));
        Node here = new Node(seldom);
        Node there = new Node(seldom);
        PostgresSessions.awaitListening(database(), 2);

        here.locks.acquireOrThrow(LockRequest.of(LockKey.of("line", "1"), Owner.of("alice", "tab")));

        there.isTold("1");
    }
}
