package io.heldby.demo.replay;

import io.heldby.lock.LockView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the screen tells the person who sits there.
 *
 * @param text up to the time, where it names one
 * @param at that time
 * @param then how it goes on after it
 */
public record Banner(String text, @Nullable Instant at, String then) {

    public static Banner of(String text) {
        return new Banner(text, null, "");
    }

    /** Such as {@code Leia Organa has been editing since 10:36 (“marriage”).} */
    public static Banner editedBy(LockView lock) {
        String reason = lock.reason() == null ? "." : " (“" + lock.reason() + "”).";
        return new Banner(lock.owner().displayName() + " has been editing since", lock.acquiredAt(), reason);
    }
}
