package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockView;
import java.util.List;

/** Who holds one record; nobody, when {@code holders} is empty. */
record ResourceJson(String type, String id, List<LockJson> holders) {

    static ResourceJson of(LockKey key, List<LockView> holders) {
        return new ResourceJson(
                key.type(), key.id(), holders.stream().map(LockJson::of).toList());
    }
}
