package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.Denied;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.Lease;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/** Command: opens a policy. The lock comes first, the load after it; without the lock nothing is loaded at all. */
@Component
class EditPolicy {

    private final Edits edits;
    private final PolicyFamily family;

    EditPolicy(Edits edits, PolicyFamily family) {
        this.edits = edits;
        this.family = family;
    }

    /** What became of it. */
    sealed interface Outcome {

        record Opened(Lease lease, PolicyFile file) implements Outcome {}

        record Closed(Denied denied) implements Outcome {}
    }

    Outcome run(long number) throws SQLException {
        EditResult answer = edits.begin(SharedVersions.TYPE, Policy.versionIdOf(number), "underwriting");
        if (answer instanceof EditResult.Refused refused) {
            return new Outcome.Closed(refused.denied());
        }
        EditResult.Editing editing = (EditResult.Editing) answer;
        try {
            return new Outcome.Opened(editing.lease(), family.load(number));
        } catch (NoSuchPolicyException | SQLException notLoaded) {
            edits.cancel(editing.handle());
            throw notLoaded;
        }
    }
}
