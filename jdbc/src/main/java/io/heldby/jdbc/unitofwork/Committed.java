package io.heldby.jdbc.unitofwork;

import java.util.List;
import java.util.Map;

/**
 * What a commit has made. Immutable.
 *
 * <p>In a caller's transaction it is only written, and true when that commits.
 */
public final class Committed {

    private final Map<Registered.Key, Long> versions;
    private final boolean repeated;
    private final List<Late> late;

    /** @param versions not to be changed any more */
    Committed(Map<Registered.Key, Long> versions, boolean repeated, List<Late> late) {
        this.versions = versions;
        this.repeated = repeated;
        this.late = List.copyOf(late);
    }

    /** What would have been refused, if versions were enforced. */
    List<Late> late() {
        return late;
    }

    /**
     * The version that a record has now: raised if it or a member of it was written, as expected if it was only read.
     *
     * @throws IllegalArgumentException when it was not in the unit of work, or was removed
     */
    public long version(VersionedMapper<?> mapper, Object id) {
        Long version = versions.get(new Registered.Key(mapper, id.toString()));
        if (version == null) {
            throw new IllegalArgumentException(
                    "%s %s was not in this unit of work, or was removed by it".formatted(mapper.entity(), id));
        }
        return version;
    }

    /**
     * Whether nothing was written now, because the same save had been committed before and only its answer was lost; see
     * {@link UnitOfWork#saveId}.
     */
    public boolean repeated() {
        return repeated;
    }
}
