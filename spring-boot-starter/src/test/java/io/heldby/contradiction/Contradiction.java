package io.heldby.contradiction;

import io.heldby.lock.Expiry;
import io.heldby.lock.OfflineLocked;

/** A mistake in an application. */
public interface Contradiction {

    @OfflineLocked(type = "claim")
    class One {}

    @OfflineLocked(type = "claim", expiry = Expiry.STRICT)
    class Other {}
}
