package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Expiry;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.Owner;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Token;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What this process hands to the script that grants: only what it knows better than Redis may count. */
class AcquireScriptTest {

    private static final LockKey ARTICLE = LockKey.of("article", "42");

    private final RedisSettings settings = RedisSettings.defaults().withKeyPrefix(TestRedis.uniquePrefix());
    private final SingleNode server = SingleNode.connect(RedisURI.create(TestRedis.url()), settings);
    private final Redis redis = new Redis(server.commands(), settings.timeout());
    private final KeyNames names = new KeyNames(settings.keyPrefix());
    private final LockScripts scripts = new LockScripts(redis, names, new LockIndex(redis, names, false), settings);

    @AfterEach
    void removeEverything() {
        new RedisBackdoor(server.connection().sync(), settings.keyPrefix()).removeEverything();
        server.close();
    }

    @Test
    void acquiredAtIsTheServersDateWhateverDateThisProcessSends() {
        long today = Today.UNKNOWN
                .at(redis.written(scripts.acquire(request(), LockScripts.Step.NOW))
                        .time(0))
                .epochDay();
        redis.written(redis.commands().del(names.of(ARTICLE).toArray(String[]::new)));

        for (long day : new long[] {0, today - 1, today + 1, today}) {
            Reply granted = redis.written(scripts.acquire(request(), LockScripts.Step.NOW, Today.of(day)));

            String serversDate = LocalDate.ofEpochDay(
                            Duration.ofSeconds(granted.time(0).getEpochSecond()).toDays())
                    .toString();
            assertThat(redis.read(redis.commands().get(names.lock(ARTICLE))))
                    .contains("\"acquiredAt\":\"" + serversDate + "T");
            redis.written(redis.commands().del(names.of(ARTICLE).toArray(String[]::new)));
        }
    }

    private static GrantRequest request() {
        return new GrantRequest(
                LockId.random(ARTICLE),
                Token.random(),
                Owner.of("u-17", "tab-1"),
                LockMode.EXCLUSIVE,
                null,
                new LeaseTerms(Duration.ofMinutes(3), RenewalMode.HEARTBEAT, Expiry.LENIENT),
                Duration.ofMinutes(3),
                Duration.ofHours(8),
                false,
                null);
    }
}
