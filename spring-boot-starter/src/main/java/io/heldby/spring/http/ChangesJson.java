package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.jdbc.changelog.ChangePage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of what was changed, newest first.
 *
 * @param next the cursor of the next page; not there on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChangesJson(List<ChangeJson> changes, @Nullable String next) {

    static ChangesJson of(ChangePage page) {
        return new ChangesJson(page.changes().stream().map(ChangeJson::of).toList(), page.next());
    }
}
