package io.heldby.lock;

import java.util.List;
import java.util.Optional;

/** The answer to acquiring several keys at once: all of them or none. */
public sealed interface BatchAcquisition {

    /**
     * Every key is yours.
     *
     * @param leases one for each request, in the order of the requests
     */
    record AllGranted(List<Lease> leases) implements BatchAcquisition {
        public AllGranted {
            leases = List.copyOf(leases);
        }
    }

    /**
     * Nothing was granted.
     *
     * @param denied every key that stood in the way, never empty
     */
    record NoneGranted(List<Denied> denied) implements BatchAcquisition {
        public NoneGranted {
            denied = List.copyOf(denied);
            if (denied.isEmpty()) {
                throw new IllegalArgumentException("denied must name at least one key");
            }
        }
    }

    /** The leases, when they were granted. */
    default Optional<List<Lease>> ifGranted() {
        return this instanceof AllGranted all ? Optional.of(all.leases()) : Optional.empty();
    }
}
