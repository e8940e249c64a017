package io.heldby.spring.http;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.util.List;

/**
 * Conflicts for the dialog of a page: what {@code <edit-conflict>} of Heldby's browser client takes. An application that shows
 * the form again, with what was typed in it, puts the text into {@code <script type="application/json">}, which no browser
 * executes; nothing in the text ends that element, so it is printed as it is.
 *
 * <p>It has the members of a 409, for the first record that was to be saved, and tells of it what
 * {@link io.heldby.spring.LockPermissions} allow, as those answers do. Safe for use by many threads.
 */
public final class ConflictDocuments {

    private final WriteProblems problems;
    private final Json json;

    ConflictDocuments(WriteProblems problems, Json json) {
        this.problems = problems;
        this.json = json;
    }

    /**
     * For a save that came too late. Who was first is looked up if nobody has yet: call it after the transaction that threw.
     *
     * @throws RuntimeException what it turned out to be instead, such as a {@link io.heldby.version.RetryableException}
     */
    public String of(ConflictException tooLate) {
        RuntimeException known = problems.explained().of(tooLate);
        if (known instanceof ConflictException conflict) {
            return text(problems.conflicts().shown(conflict));
        }
        throw known;
    }

    /** For a conflict that is explained already. */
    public String of(Conflict conflict) {
        return text(List.of(problems.conflicts().shown().apply(conflict)));
    }

    private String text(List<Conflict> conflicts) {
        return json.forPages(problems.conflicts().members(conflicts));
    }
}
