package io.heldby.jdbc.unitofwork;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was loaded, with the version that a later save must name.
 *
 * @param modifiedBy who saved this version; null when the row does not say
 * @param modifiedAt when, on the database's clock; null when the row does not say
 */
public record Versioned<T>(
        T value,
        long version,
        @Nullable String modifiedBy,
        @Nullable Instant modifiedAt) {

    /**
     * What a save names as its version when it does not know it, such as of a form that was opened before forms carried
     * versions. Only tables that do not {@linkplain VersionedTable#enforcement enforce} versions take it.
     */
    public static final long UNKNOWN = -1;
}
