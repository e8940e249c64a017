package io.heldby.demo.underwriting;

import io.heldby.demo.people.Person;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/**
 * Command: stores a policy. One transaction verifies the lock, compares the version, writes, and verifies again; the lock
 * is given back after that transaction has committed, never before.
 */
@Component
class SavePolicy {

    private final Edits edits;
    private final PolicyFamily family;

    SavePolicy(Edits edits, PolicyFamily family) {
        this.edits = edits;
        this.family = family;
    }

    /**
     * Stores the change.
     *
     * @param version that the form was loaded with
     * @return the new premium
     * @throws io.heldby.lock.LockLostException when the lock of the form is over; nothing was written
     * @throws io.heldby.version.ConflictException when the family was changed around the lock
     */
    Euros run(long number, EditHandle handle, long version, PolicyChange change, Person by) throws SQLException {
        return edits.saveReturning(
                handle,
                version,
                save -> family.store(
                        family.write(save.connection(), number, save.expectedVersion(), by.displayName()), change));
    }
}
