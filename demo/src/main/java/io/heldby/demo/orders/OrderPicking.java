package io.heldby.demo.orders;

import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.sql.SQLException;
import org.springframework.stereotype.Service;

/**
 * Picking an order: the only way to get one, to finish it and to put it back.
 *
 * <p>An order belongs to a person, not to a browser tab: the picker walks through the warehouse and may go on at another
 * terminal. So the editing session is the same wherever they sign in, and the policy of the type is a fixed lease: neither
 * closing the page nor signing out frees the order, thirty minutes do.
 */
@Service
public class OrderPicking {

    /** The type of these locks. */
    static final String TYPE = "order";

    private static final String EVERYWHERE = "picking";

    private final Orders orders;
    private final Edits edits;

    OrderPicking(Orders orders, Edits edits) {
        this.orders = orders;
        this.edits = edits;
    }

    /** The single entry point: the order is locked first and loaded after. Its line items are locked with it. */
    Claim claimForPicking(long orderId, Person picker) throws SQLException {
        Owner owner = Owner.of(picker.user(), EVERYWHERE).named(picker.displayName());
        EditResult result = edits.begin(LockRequest.of(key(orderId), owner).reason("picking"));
        if (result instanceof EditResult.Refused refused) {
            return new Claim.PickedBy(refused.denied().holders().get(0));
        }
        EditResult.Editing editing = (EditResult.Editing) result;
        Versioned<Order> order = loadOrGiveBack(orderId, editing.handle());
        if (order.value().status() == Order.Status.DONE) {
            edits.cancel(editing.handle());
            return new Claim.AlreadyDone(order);
        }
        return new Claim.Yours(editing.lease(), order);
    }

    /**
     * All items are in the box.
     *
     * @param version what the picker's page was loaded with
     * @throws io.heldby.lock.LockLostException when the order is not the picker's any more
     * @throws io.heldby.version.ConflictException when the order was changed meanwhile
     */
    void complete(EditHandle handle, long version, Person picker) throws SQLException {
        Order picked = orders.load(Long.parseLong(handle.key().id())).value();
        edits.save(
                handle,
                version,
                save -> orders.update(save.connection(), picked.done(), save.expectedVersion(), picker.displayName()));
    }

    /** Gives it back to the queue. */
    void putBack(EditHandle handle) {
        edits.cancel(handle);
    }

    /** The handle that the picker's page carried. */
    EditHandle handle(long orderId, String lockId, String token) {
        return edits.handle(TYPE, String.valueOf(orderId), lockId, token, EVERYWHERE);
    }

    static LockKey key(long orderId) {
        return LockKey.of(TYPE, String.valueOf(orderId));
    }

    private Versioned<Order> loadOrGiveBack(long orderId, EditHandle handle) throws SQLException {
        try {
            return orders.load(orderId);
        } catch (NoSuchOrderException | SQLException notLoaded) {
            edits.cancel(handle);
            throw notLoaded;
        }
    }
}
