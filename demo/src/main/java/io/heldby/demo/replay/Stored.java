package io.heldby.demo.replay;

import io.heldby.jdbc.unitofwork.Versioned;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the database.
 *
 * @param version null where it has none
 * @param by who wrote it last; null where nobody keeps that
 */
public record Stored(
        List<Line> lines,
        @Nullable Long version,
        @Nullable String by,
        @Nullable Instant at) {

    public Stored {
        lines = List.copyOf(lines);
    }

    public static Stored of(Versioned<?> row, Line... lines) {
        return new Stored(List.of(lines), row.version(), row.modifiedBy(), row.modifiedAt());
    }

    /** Of rows without a version. */
    public static Stored of(Line... lines) {
        return new Stored(List.of(lines), null, null, null);
    }
}
