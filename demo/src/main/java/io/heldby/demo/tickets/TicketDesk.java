package io.heldby.demo.tickets;

import io.heldby.demo.people.Person;
import io.heldby.lock.Acquisition;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.spring.transaction.SpringGuard;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answering a customer. Two people must not answer the same customer at once, whichever of the tickets it is, and perhaps
 * one that arrives only now. No row of any table stands for that, so the lock is on a name:
 * {@code customer-support-ticket/<customer>}. How long it lasts is the policy of that type, in
 * {@code application.properties}.
 */
@Service
public class TicketDesk {

    /** The type of these locks. */
    static final String TYPE = "customer-support-ticket";

    private final LockManager locks;
    private final Edits edits;
    private final SpringGuard guard;
    private final Tickets tickets;

    TicketDesk(LockManager locks, Edits edits, SpringGuard guard, Tickets tickets) {
        this.locks = locks;
        this.edits = edits;
        this.guard = guard;
        this.tickets = tickets;
    }

    static LockKey key(long customer) {
        return LockKey.of(TYPE, String.valueOf(customer));
    }

    /** Sits down at the desk of a customer; who sits there already gets more time. Not for use inside a transaction. */
    Acquisition open(long customer) {
        LockKey key = key(customer);
        return locks.acquire(LockRequest.of(key, edits.ownerFor(key)).reason("answering"));
    }

    /**
     * Stores an answer, in one transaction with the check that the desk is still the writer's.
     *
     * @throws io.heldby.lock.LockLostException when it is not
     * @throws AlreadyAnsweredException when the ticket has an answer
     */
    @Transactional
    public void answer(EditHandle handle, long customer, long ticket, String text, Person by) {
        guard.verify(handle); // First, then write; the lock's row stays locked until the commit.
        if (!tickets.answer(customer, ticket, text, by.displayName())) {
            throw new AlreadyAnsweredException(ticket);
        }
    }

    /** Stands up. */
    void close(EditHandle handle) {
        locks.release(handle.claim());
    }
}
