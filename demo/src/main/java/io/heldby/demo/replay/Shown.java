package io.heldby.demo.replay;

import io.heldby.demo.conflict.History;
import io.heldby.lock.LockView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a performance is, as its page shows it.
 *
 * @param captions of all steps
 * @param done how many of them
 * @param told what the last one did
 * @param stored null while nothing is
 * @param lockable whether there is a lock to look at
 * @param holders who holds it now
 */
public record Shown(
        List<String> captions,
        int done,
        String told,
        List<Shown.Side> sides,
        @Nullable Stored stored,
        boolean lockable,
        List<LockView> holders,
        Play.@Nullable Comparison comparison,
        List<History.Entry> history) {

    /** One of the two and their screen. */
    public record Side(String name, String displayName, String role, Screen screen) {

        static Side of(Seat seat) {
            return new Side(seat.name(), seat.person().displayName(), seat.role(), seat.screen());
        }
    }

    public boolean begun() {
        return done > 0;
    }

    public boolean over() {
        return done == captions.size();
    }
}
