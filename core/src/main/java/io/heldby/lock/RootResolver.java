package io.heldby.lock;

/**
 * Coarse-Grained Lock by a root: says which aggregate a member belongs to, so that locking the line item locks the
 * order. Called before every acquire of the member's type, outside any transaction; may read the database on a connection
 * of its own.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/coarseGrainedLock.html">Fowler, Coarse-Grained Lock</a>
 */
@FunctionalInterface
public interface RootResolver {

    /**
     * The key that stands for the whole aggregate, in the same tenant, of a type that has no resolver itself.
     *
     * @throws IllegalArgumentException when there is no such member
     */
    LockKey rootOf(LockKey member);
}
