package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program in another language finds under a lock's plain key: one GET, one JSON object, or nothing. */
class OtherStacksTest {

    private static final LockKey ARTICLE = LockKey.of("article", "42");
    private static final Owner ALICE = Owner.of("u-17", "tab-1").named("Alice \"Ali\" Ng");
    private static final Owner BOB = Owner.of("u-18", "tab-1").named("Bób Smith");
    private static final LockPolicy LONGER = LockPolicy.heartbeat(Duration.ofMinutes(10), Duration.ofHours(8));

    /** As {@code new Date().toISOString()} has it. */
    private static final DateTimeFormatter ISO_8601 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static SingleNode server;
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private final String prefix = TestRedis.uniquePrefix();
    private final String plainKey = prefix + "lock:article:42";
    private final RedisLockStore store =
            new RedisLockStore(server, RedisSettings.defaults().withKeyPrefix(prefix));
    private final RedisBackdoor backdoor = new RedisBackdoor(redis, prefix);

    @BeforeAll
    static void connect() {
        server = SingleNode.connect(RedisURI.create(TestRedis.url()), RedisSettings.defaults());
        client = RedisClient.create(TestRedis.url());
        redis = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        server.close();
    }

    @AfterEach
    void removeEverything() {
        backdoor.removeEverything();
    }

    @Test
    void whileALockIsHeldItsKeySaysWhoAndSinceWhen() {
        Lease lease = locks(LockPolicy.DEFAULT)
                .acquireOrThrow(LockRequest.of(ARTICLE, ALICE).reason("typos"));

        assertThat(found())
                .isEqualTo("""
                        {"ownerId":"u-17","ownerName":"Alice \\"Ali\\" Ng","acquiredAt":"%s","lockId":"%s","mode":"EXCLUSIVE","fence":"%s","holders":1,"reason":"typos"}""".formatted(ISO_8601.format(lease.acquiredAt()), lease.lockId(), lease.fence()));
    }

    @Test
    void keyIsGoneWhenTheLockIsReleasedOrBrokenOrExpired() {
        Lease released = hold(ALICE);
        store.release(released.claim());
        assertThat(found()).isNull();

        Lease broken = hold(ALICE);
        store.forceRelease(broken.lockId(), "Olga Operator", "urgent");
        assertThat(found()).isNull();

        Lease left = hold(ALICE);
        store.softRelease(left.claim(), left.beat(), Duration.ZERO);
        assertThat(found()).isNull();
    }

    @Test
    void keyEndsByItselfWithTheLease() {
        Lease lease = hold(ALICE);
        assertThat(redis.pttl(plainKey)).isBetween(170_000L, 180_001L);

        backdoor.moveExpiry(ARTICLE, Duration.ofSeconds(10));
        assertThat(redis.pttl(plainKey)).isLessThanOrEqualTo(10_000L);
        store.renewAll(List.of(Heartbeat.of(lease.claim())));
        assertThat(redis.pttl(plainKey)).isBetween(170_000L, 180_001L);
    }

    @Test
    void expiredLeaseThatComesBackIsThereAgain() {
        Lease lease = hold(ALICE);
        String held = found();
        backdoor.forceExpire(ARTICLE);
        assertThat(found()).isNull();

        store.renewAll(List.of(Heartbeat.of(lease.claim())));

        assertThat(found()).isEqualTo(held);
    }

    /** An acquire of a free key is encoded by this process, everything else by Redis. */
    @ParameterizedTest
    @ValueSource(strings = {"a/b", "back\\slash", "\"quoted\"", "日本 🔒", "a/\\\"b"})
    void everyTextIsTheSameHoweverTheKeyWasWritten(String text) {
        Lease lease = locks(LockPolicy.DEFAULT)
                .acquireOrThrow(LockRequest.of(ARTICLE, Owner.of(text, "tab-1").named(text))
                        .reason(text));
        String granted = found();

        store.renewAll(List.of(Heartbeat.of(lease.claim())));

        assertThat(found()).isEqualTo(granted);
        assertThat(redis.<String>eval(
                        "local holder = cjson.decode(ARGV[1]) return holder.ownerId .. holder.ownerName .. holder.reason",
                        ScriptOutputType.VALUE,
                        new String[0],
                        granted))
                .isEqualTo(text + text + text);
    }

    @Test
    void takeoverShowsTheNewHolder() {
        hold(ALICE);
        backdoor.forceExpire(ARTICLE);
        hold(BOB);

        assertThat(found()).contains("\"ownerId\":\"u-18\"", "\"ownerName\":\"Bób Smith\"");
    }

    @Test
    void ofSeveralSharersTheOneWhoStaysLongestIsShown() {
        Lease bobs = locks(LONGER).acquireOrThrow(LockRequest.of(ARTICLE, BOB).mode(LockMode.SHARED));
        locks(LockPolicy.DEFAULT).acquireOrThrow(LockRequest.of(ARTICLE, ALICE).mode(LockMode.SHARED));

        assertThat(found()).contains("\"ownerId\":\"u-18\"", "\"mode\":\"SHARED\"", "\"holders\":2");
        assertThat(redis.pttl(plainKey)).isGreaterThan(500_000L);

        store.release(bobs.claim());
        assertThat(found()).contains("\"ownerId\":\"u-17\"", "\"holders\":1");
        assertThat(redis.pttl(plainKey)).isLessThanOrEqualTo(180_001L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2000-01-01T00:00:00.000Z",
                "2026-12-31T23:59:59.999Z",
                "2027-01-01T00:00:00.000Z",
                "2027-03-01T12:00:00.001Z",
                "2028-02-29T23:59:59.999Z",
                "2028-03-01T00:00:00.000Z",
                "2100-02-28T23:59:59.999Z",
                "2100-03-01T00:00:00.000Z"
            })
    void acquiredAtIsRightOnEveryDayOfTheCalendar(String time) {
        Lease lease = hold(ALICE);
        backdoor.moveAcquired(ARTICLE, Instant.parse(time));
        store.renewAll(List.of(Heartbeat.of(lease.claim())));

        assertThat(found()).contains("\"acquiredAt\":\"" + time + "\"");
    }

    @Test
    void everythingButWhatEverybodyMayReadIsUnderOtherKeys() {
        Lease lease = hold(ALICE);

        assertThat(found()).doesNotContain(lease.token().hash().hex()).doesNotContain("tab-1");
        assertThat(redis.keys("*" + prefix + "*"))
                .containsExactlyInAnyOrder(
                        plainKey, "{" + plainKey + "}:state", prefix + "lockowner::u-17", prefix + "lockdue:0");
    }

    @Test
    void everyKeyButTheListOfAllLocksEndsByItself() {
        Lease lease = hold(ALICE);
        hold(BOB, LockKey.of("article", "43"));
        store.release(lease.claim());

        assertThat(redis.keys("*" + prefix + "*"))
                .filteredOn(key -> !key.equals(prefix + "lockdue:0"))
                .allSatisfy(key -> assertThat(redis.pttl(key)).as(key).isPositive());
        assertThat(redis.zcard(prefix + "lockdue:0")).isEqualTo(1);
    }

    /** Race 30: greater numbers would lose their last digit in Lua. */
    @Test
    void afterTheGreatestFenceNothingIsGrantedRatherThanASmallerOne() {
        long greatest = (1L << 53) - 1;
        haveGranted(greatest - 1);
        Lease last = hold(ALICE);
        assertThat(last.fence().value()).isEqualTo(greatest);
        store.release(last.claim());

        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> hold(BOB))
                .withMessageContaining("used up");
        assertThat(store.holders(ARTICLE)).isEmpty();
    }

    @Test
    void fenceIsNotBehindTheTimeSoAnEmptiedServerDoesNotStartAgain() {
        Lease before = hold(ALICE);
        backdoor.removeEverything();

        assertThat(hold(BOB).fence()).isGreaterThan(before.fence());
    }

    @Test
    void fenceGrowsEvenWhenTheServersClockWasSetBack() {
        long farAhead = 8_000_000_000_000_000L;
        haveGranted(farAhead);

        assertThat(hold(ALICE).fence().value()).isEqualTo(farAhead + 1);
        backdoor.forceExpire(ARTICLE);
        assertThat(hold(BOB).fence().value()).isEqualTo(farAhead + 2);
    }

    private void haveGranted(long fence) {
        redis.eval(
                "return redis.call('SET', KEYS[1], cmsgpack.pack(tonumber(ARGV[1]), {}, '', {}))",
                ScriptOutputType.STATUS,
                new String[] {"{" + plainKey + "}:state"},
                Long.toString(fence));
    }

    private Lease hold(Owner owner) {
        return hold(owner, ARTICLE);
    }

    private Lease hold(Owner owner, LockKey key) {
        return locks(LockPolicy.DEFAULT).acquireOrThrow(LockRequest.of(key, owner));
    }

    private LockManager locks(LockPolicy policy) {
        return new LockManager(store, LockPolicies.defaults().with("article", policy));
    }

    private @Nullable String found() {
        return redis.get(plainKey);
    }
}
