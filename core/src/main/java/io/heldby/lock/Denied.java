package io.heldby.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Why a key was not granted. */
public sealed interface Denied extends Acquisition {

    LockKey key();

    /** Who is in the way; empty where nobody is, but something else is wrong. */
    List<LockView> holders();

    /**
     * Somebody holds it.
     *
     * @param heldByYouElsewhere the holder is the asking user, in another tab or session, who may take over with
     *     {@link LockRequest#continuingHere()}
     */
    record Held(List<LockView> holders, boolean heldByYouElsewhere) implements Denied {
        public Held {
            holders = List.copyOf(holders);
            if (holders.isEmpty()) {
                throw new IllegalArgumentException("holders must name at least one holder");
            }
        }

        @Override
        public LockKey key() {
            return holders.get(0).key();
        }
    }

    /**
     * A save of the record is being written at this moment: try again in a second.
     *
     * @param holder whose lease it began under; empty when a writer without a lease is at it
     */
    record Saving(LockKey key, Optional<LockView> holder) implements Denied {
        @Override
        public List<LockView> holders() {
            return holder.stream().toList();
        }
    }

    /**
     * Somebody waits for it, and comes first.
     *
     * @param forWhom who that is
     * @param until until when it is kept for them; empty while others share it, and they wait for those
     * @param holders who shares it meanwhile; empty when nobody does
     */
    record Reserved(LockKey key, Owner forWhom, Optional<Instant> until, List<LockView> holders) implements Denied {
        public Reserved {
            holders = List.copyOf(holders);
        }
    }

    /**
     * The policy of its type does not let the asker do that.
     *
     * @param reason why not, a sentence fit for a person
     */
    record NotPermitted(LockKey key, String reason) implements Denied {
        @Override
        public List<LockView> holders() {
            return List.of();
        }
    }

    /**
     * The record has changed since the asker loaded it, so the lock was given back.
     *
     * @param current the version it has now; empty when it was deleted
     */
    record StaleVersion(LockKey key, long expected, OptionalLong current) implements Denied {
        @Override
        public List<LockView> holders() {
            return List.of();
        }
    }

    /**
     * The asker holds as many locks as one user may.
     *
     * @param quota how many that are
     */
    record QuotaExceeded(LockKey key, int quota) implements Denied {
        @Override
        public List<LockView> holders() {
            return List.of();
        }
    }
}
