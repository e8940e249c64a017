package io.heldby.jdbc.changelog;

import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody removed by overwriting what others had saved.
 *
 * @param forced the write that did it
 * @param removed what others had saved and it replaced, field by field; empty when it left all of that as it was
 */
public record Overwriting(ChangeRecord forced, List<Removed> removed) {

    public Overwriting {
        removed = List.copyOf(removed);
    }

    /**
     * A value that was overwritten. To put it back is a new write, of the action {@link ChangeRecord.Action#RESTORED}.
     *
     * @param value what was there; null also when {@code masked}
     * @param replacedBy what is there instead, unless somebody has changed it since
     * @param masked whether the values are not kept
     * @param by who had written it
     * @param at when they had
     * @param version that they had made by it
     */
    public record Removed(
            String field,
            @Nullable Object value,
            @Nullable Object replacedBy,
            boolean masked,
            String by,
            Instant at,
            long version) {}

    /** @param overwritten all versions between that on which the forced one was based and itself, in order */
    static Overwriting of(ChangeRecord forced, List<ChangeRecord> overwritten) {
        Map<String, Removed> last = new LinkedHashMap<>();
        for (ChangeRecord change : overwritten) {
            for (FieldChange field : change.fields()) {
                last.put(
                        field.field(),
                        new Removed(
                                field.field(),
                                field.after(),
                                null,
                                field.masked(),
                                change.by(),
                                change.at(),
                                change.version()));
            }
        }
        List<Removed> removed = new ArrayList<>();
        for (FieldChange field : forced.fields()) {
            Removed there = last.get(field.field());
            if (there != null) {
                boolean masked = there.masked || field.masked();
                if (masked || !Objects.deepEquals(there.value, field.after())) {
                    removed.add(new Removed(
                            there.field,
                            masked ? null : there.value,
                            masked ? null : field.after(),
                            masked,
                            there.by,
                            there.at,
                            there.version));
                }
            }
        }
        return new Overwriting(forced, removed);
    }
}
