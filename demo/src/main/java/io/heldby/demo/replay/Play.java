package io.heldby.demo.replay;

import io.heldby.demo.conflict.ConflictPage;
import io.heldby.demo.conflict.History;
import io.heldby.lock.LockKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One visitor's performance of a script, on a record of its own. Used by one thread at a time, see {@link Run}. */
public abstract class Play {

    private String told;
    private @Nullable Comparison comparison;

    /** @param opening what there is to know before the first step */
    protected Play(String opening) {
        this.told = opening;
    }

    /** The conflict page that one of them has before them. */
    public record Comparison(Seat seat, ConflictPage page) {}

    /** The two people, from left to right. */
    protected abstract List<Seat> seats();

    protected abstract List<Step> steps();

    /** Stores the record; called once, before the first step. */
    protected abstract void prepare() throws SQLException;

    /** Looks into the database. */
    protected abstract Stored stored() throws SQLException;

    /** Deletes what was stored. Its lock has been given back before. */
    protected abstract void tidy() throws SQLException;

    /** What the two may lock. */
    protected Optional<LockKey> lock() {
        return Optional.empty();
    }

    /** What the change log has of the record; empty where that is not part of the story. */
    protected List<History.Entry> history() throws SQLException {
        return List.of();
    }

    protected final void tell(String whatHappened) {
        told = whatHappened;
    }

    protected final void compare(Seat seat, ConflictPage page) {
        comparison = new Comparison(seat, page);
    }

    protected final void closeComparison() {
        comparison = null;
    }

    final String told() {
        return told;
    }

    final Optional<Comparison> comparison() {
        return Optional.ofNullable(comparison);
    }

    /**
     * An answer that is of this kind, if nobody else has had a hand in it.
     *
     * @throws IllegalStateException when it is of another
     */
    protected static <T> T expect(Class<T> kind, Object answer) {
        if (!kind.isInstance(answer)) {
            throw new IllegalStateException(
                    "the replay goes on only after %s, but the answer was %s".formatted(kind.getSimpleName(), answer));
        }
        return kind.cast(answer);
    }
}
