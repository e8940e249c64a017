package io.heldby.lock;

import java.util.List;

/** Why a key was not granted. */
public sealed interface Denied extends Acquisition {

    LockKey key();

    /** Who is in the way; never empty. */
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

    /** The lease is over, but a save that began under it is being written at this moment: try again in a second. */
    record Saving(LockView holder) implements Denied {
        @Override
        public LockKey key() {
            return holder.key();
        }

        @Override
        public List<LockView> holders() {
            return List.of(holder);
        }
    }
}
