package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and numbers as people and programs really send them. */
interface LockStoreInputContract extends LockStoreUnderTest {

    /** Pairs that a collation, a padded comparison, a normalisation or a hash could take for one. */
    List<List<String>> LOOKALIKES = List.of(
            List.of("wong", "Wong", "WONG"),
            List.of("cafe", "café", "cafe\u0301"),
            List.of("42", "42 ", " 42", "042"),
            List.of("strasse", "straße"),
            List.of("i", "I", "ı", "İ"),
            List.of("Aa", "BB"),
            List.of("a/b", "a:b", "a%2Fb", "a_b"),
            List.of("1", "１"));

    @Test
    @DisplayName("race 10: keys that differ only in case, accent, spaces, or share a hash never interfere")
    default void lookalikeKeysNeverInterfere() {
        for (List<String> ids : LOOKALIKES) {
            List<Lease> leases = ids.stream()
                    .map(id -> hold(LockKey.of("lookalike", id), ALICE))
                    .toList();
            assertThat(leases).extracting(Lease::lockId).doesNotHaveDuplicates();

            store().release(leases.get(0).claim());

            assertThat(leases.subList(1, leases.size())).allSatisfy(lease -> {
                assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
                assertThat(store().holders(lease.key()))
                        .extracting(LockView::key)
                        .containsExactly(lease.key());
            });
        }
    }

    @Test
    @DisplayName("race 10: the parts of a key do not run into each other")
    default void partsOfAKeyDoNotRunIntoEachOther() {
        List<LockKey> keys = List.of(
                new LockKey("a", "b", "c"),
                new LockKey("", "ab", "c"),
                new LockKey("", "a", "bc"),
                new LockKey("a", "b:c", "d"),
                new LockKey("a", "b", "c:d"),
                new LockKey("A", "b", "c"),
                new LockKey("a", "B", "c"));

        List<Lease> leases = keys.stream().map(key -> hold(key, ALICE)).toList();

        assertThat(leases).extracting(Lease::lockId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "50%",
                "snake_case",
                "%",
                "_",
                "O'Hara",
                "\"quoted\"",
                "back\\slash",
                "\\",
                "trailing\\",
                "{braces}",
                "${env}",
                "?, ?",
                "'; DROP TABLE heldby_lock; --",
                "caf\u00e9",
                "cafe\u0301",
                "ÉCOLE",
                "İstanbul",
                "STRASSE",
                "straße",
                "ΣΊΣΥΦΟΣ",
                "北京",
                "\uD83D\uDE00",
                "a\uD83D\uDC69\u200D\uD83D\uDCBBb",
                "trailing space ",
                " leading space",
                " ",
                "\u00a0",
                "\u202egnidaer",
                "null",
                "*",
                "[a-z]",
                "!",
                "a!b"
            })
    @DisplayName("race 23: any text is stored exactly and found again")
    default void anyTextIsStoredExactlyAndFoundAgain(String text) {
        LockKey key = new LockKey(text, text, text);
        Owner owner = Owner.of(text, text).named(text);
        GrantRequest request = request(key, owner, LENIENT, false);
        Lease lease = leaseOf(store().acquire(reasoned(request, text)));
        hold(new LockKey(text, text, "decoy"), Owner.of("decoy", "decoy"));

        assertThat(store().holders(key)).singleElement().satisfies(view -> {
            assertThat(view.key()).isEqualTo(key);
            assertThat(view.owner()).isEqualTo(owner);
            assertThat(view.reason()).isEqualTo(text);
        });
        assertThat(shown(lease).key()).isEqualTo(key);
        LockQuery all = LockQuery.all(text).ofType(text);
        assertThat(store().find(all).locks()).hasSize(2);
        assertThat(store().find(all.containing(text)).locks())
                .extracting(LockView::key)
                .containsExactly(key);
        assertThat(store().find(all.heldBy(text)).locks())
                .extracting(LockView::key)
                .containsExactly(key);
        assertThat(backdoor().rawDump()).contains(text);
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
        assertThat(store().releaseSession(text, text, text, text)).isEqualTo(1);
        assertThat(lossOf(lease).reason()).isEqualTo(text);
        assertThat(lossOf(lease).by()).isEqualTo(text);
    }

    @Test
    @DisplayName("race 23: the longest parts fit, in characters of any width")
    default void longestPartsFit() {
        for (String character : List.of("a", "é", "北")) {
            LockKey key = new LockKey(character.repeat(100), character.repeat(100), character.repeat(255));
            Owner owner = Owner.of(character.repeat(255), character.repeat(255)).named(character.repeat(255));
            GrantRequest request = reasoned(request(key, owner, LENIENT, false), character.repeat(200));

            Lease lease = leaseOf(store().acquire(request));

            assertThat(store().holders(key)).singleElement().satisfies(view -> {
                assertThat(view.key()).isEqualTo(key);
                assertThat(view.owner()).isEqualTo(owner);
            });
            store().forceRelease(lease.lockId(), character.repeat(255), character.repeat(200));
            assertThat(lossOf(lease).by()).isEqualTo(character.repeat(255));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\rb", "a\nb", "a\tb", "a\u007fb", "a\u0085b", "a\uD83Db", "a\uDE00b"})
    @DisplayName("race 23: NUL, line breaks, other control characters and half characters never reach the store")
    default void controlCharactersNeverReachTheStore(String text) {
        assertThatThrownBy(() -> hold(LockKey.of("policy", text), ALICE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold(LockKey.of(text, "12345"), ALICE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold(KEY.inTenant(text), ALICE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold(KEY, Owner.of(text, "tab"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().find(LockQuery.all("").containing(text)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("race 30: the shortest and the longest lease work; shorter, longer and negative ones are refused")
    default void extremeLeasesWorkAndImpossibleOnesAreRefused() {
        Lease shortest = hold(KEY, ALICE, LockPolicy.heartbeat(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        Lease longest = hold(OTHER_KEY, ALICE, LockPolicy.heartbeat(Duration.ofDays(30), Duration.ofDays(30)));

        assertThat(shortest.remaining()).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.remaining()).isEqualTo(Duration.ofDays(30));
        for (Duration impossible : List.of(
                Duration.ZERO,
                Duration.ofMillis(999),
                Duration.ofSeconds(-1),
                Duration.ofDays(30).plusNanos(1),
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofSeconds(Long.MIN_VALUE))) {
            assertThatThrownBy(() -> hold(KEY, ALICE, LockPolicy.fixed(impossible)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(impossible.toString());
        }
    }

    @Test
    @DisplayName("race 30: after the greatest fence nothing is granted, rather than a smaller one")
    default void nothingIsGrantedAfterTheGreatestFence() {
        assumeTrue(backdoor().supportsSettingTheFence(), "this store gives no access to its fences");
        backdoor().setNextFence(Long.MAX_VALUE - 1);
        try {
            long greatest = hold(KEY, ALICE).fence().value();
            assertThat(greatest).isEqualTo(Long.MAX_VALUE - 1);
            int granted = 0;
            for (LockKey key : List.of(OTHER_KEY, LockKey.of("claim", "1"), LockKey.of("claim", "2"))) {
                try {
                    assertThat(hold(key, ALICE).fence().value()).isGreaterThan(greatest);
                    granted++;
                } catch (LockStoreException | ArithmeticException usedUp) {
                    assertThat(store().holders(key)).isEmpty();
                }
            }
            assertThat(granted).isLessThanOrEqualTo(1);
        } finally {
            backdoor().setNextFence(1_000_000);
        }
    }

    @Test
    default void tokensAreNeverStoredOrShown() {
        Lease first = hold(KEY, ALICE);
        Lease again = hold(KEY, ALICE);
        renewed(again);
        Lease ended = hold(OTHER_KEY, ALICE);
        store().release(ended.claim());

        for (Lease lease : List.of(first, again, ended)) {
            String secret = lease.token().value();
            assertThat(backdoor().rawDump()).doesNotContain(secret);
            assertThat(lease.toString()).doesNotContain(secret);
            assertThat(store().find(LockQuery.all("")).toString())
                    .doesNotContain(secret)
                    .doesNotContain(lease.token().hash().hex());
            assertThat(ask(KEY, BOB).toString())
                    .doesNotContain(secret)
                    .doesNotContain(lease.token().hash().hex());
        }
    }

    private static GrantRequest reasoned(GrantRequest request, String reason) {
        return new GrantRequest(
                request.lockId(),
                request.token(),
                request.owner(),
                LockMode.EXCLUSIVE,
                reason,
                request.terms(),
                request.firstLease(),
                request.maximumHold(),
                request.continueHere(),
                request.onceId());
    }
}
