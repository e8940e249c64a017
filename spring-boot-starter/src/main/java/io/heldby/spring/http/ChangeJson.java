package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One write of a record, as {@link ChangeRecord} says. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangeJson(
        long version, ChangeRecord.Action action, @Nullable Long basedOn, String by, Instant at, List<Field> fields) {

    static ChangeJson of(ChangeRecord change) {
        return new ChangeJson(
                change.version(),
                change.action(),
                change.basedOn(),
                change.by(),
                change.at(),
                change.fields().stream().map(Field::of).toList());
    }

    /** A field that changed; without values when these are not kept ({@code masked}). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Field(
            String field,
            @Nullable Object before,
            @Nullable Object after,
            @Nullable Boolean masked) {

        static Field of(FieldChange change) {
            return new Field(
                    change.field(),
                    ValueJson.of(change.before()),
                    ValueJson.of(change.after()),
                    change.masked() ? true : null);
        }
    }
}
