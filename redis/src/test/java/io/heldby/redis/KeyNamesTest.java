package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockKey;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyNamesTest {

    private final KeyNames names = new KeyNames("");

    @Test
    void nameIsTheOneThatOtherStacksKnow() {
        assertThat(names.lock(LockKey.of("article", "42"))).isEqualTo("lock:article:42");
        assertThat(names.lock(LockKey.of("article", "42").inTenant("acme"))).isEqualTo("lock:acme:article:42");
        assertThat(new KeyNames("shop:").lock(LockKey.of("article", "42"))).isEqualTo("shop:lock:article:42");
    }

    @Test
    void separatorsInsideAPartAreEncoded() {
        assertThat(names.lock(LockKey.of("a:b", "{c}%"))).isEqualTo("lock:a%3Ab:%7Bc%7D%25");
        assertThat(names.lock(LockKey.of("a%3Ab", "c"))).isEqualTo("lock:a%253Ab:c");
    }

    /** Parts that would meet if anything were left out of the encoding. */
    @Test
    void noTwoKeysHaveOneNameAndEveryNameLeadsBackToItsKey() {
        List<String> parts =
                List.of("a", "b", "a:b", "a:", ":a", ":", "%", "%3A", "%25", "%253A", "{a}", "{", "}", "é%");
        List<LockKey> keys = new ArrayList<>();
        for (String type : parts) {
            for (String id : parts) {
                keys.add(LockKey.of(type, id));
                parts.forEach(tenant -> keys.add(new LockKey(tenant, type, id)));
            }
        }

        assertThat(keys.stream().map(names::lock)).doesNotHaveDuplicates();
        assertThat(keys)
                .allSatisfy(key -> assertThat(names.keyOf(names.lock(key))).isEqualTo(key));
        assertThat(parts.stream().flatMap(tenant -> parts.stream().map(user -> names.owner(tenant, user))))
                .doesNotHaveDuplicates();
    }

    @Test
    void allKeysOfOneLockAreInOneSlot() {
        for (String id : List.of("42", "{x}", "a{b}c", "}{", "{}")) {
            List<String> keys = new KeyNames("shop:").of(LockKey.of("article", id));

            assertThat(keys.stream().map(SlotHash::getSlot)).containsOnly(SlotHash.getSlot(keys.get(0)));
        }
    }
}
