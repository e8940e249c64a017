package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.Denied;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record that stood in the way of a batch.
 *
 * @param problem what its own {@code POST /locks} would have been refused with
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConflictJson(
        String type,
        String id,
        String problem,
        List<HolderJson> holders,
        boolean heldByYouElsewhere,
        @Nullable Long expectedVersion,
        @Nullable Long currentVersion) {

    static ConflictJson of(Denied denied) {
        Denied.StaleVersion stale = denied instanceof Denied.StaleVersion changed ? changed : null;
        return new ConflictJson(
                denied.key().type(),
                denied.key().id(),
                DeniedAnswer.problem(denied).slug(),
                denied.holders().stream().map(HolderJson::of).toList(),
                denied instanceof Denied.Held held && held.heldByYouElsewhere(),
                stale == null ? null : stale.expected(),
                stale == null || stale.current().isEmpty()
                        ? null
                        : stale.current().getAsLong());
    }
}
