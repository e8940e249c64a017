package io.heldby.demo.conflict;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That somebody overwrote what this person had saved.
 *
 * @param name of the record as it is now
 * @param version that the overwriting made
 * @param reason why, where they have said so
 * @param lines what it removed, field by field: before is what this person and others had saved, after what is there instead
 * @param restorable whether any of that can be put back still
 */
public record OverwrittenNotice(
        String entity,
        String id,
        String name,
        String path,
        long version,
        String by,
        Instant at,
        @Nullable String reason,
        List<History.Line> lines,
        boolean restorable) {}
