package io.heldby.lock;

import org.jspecify.annotations.Nullable;

/** What a holder says to somebody who asks for the lock. */
public sealed interface HandOverAnswer {

    /** At most 200 chars. */
    @Nullable
    String message();

    /** Take it: the lock is the asker's at once, and the holder's page is over. Save before saying so. */
    record Accept(@Nullable String message) implements HandOverAnswer {
        public Accept {
            checked(message);
        }
    }

    /**
     * Not now.
     *
     * @param minutes how long the holder still needs, 1 to 480
     * @param message needed when the same person is told so a second time
     */
    record Keep(int minutes, @Nullable String message) implements HandOverAnswer {
        public Keep {
            if (minutes < 1 || minutes > 480) {
                throw new IllegalArgumentException("minutes must be 1 to 480, but are " + minutes);
            }
            checked(message);
        }
    }

    private static void checked(@Nullable String message) {
        if (message != null) {
            Text.checked("message", message, 1, 200);
        }
    }
}
