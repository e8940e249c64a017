package io.heldby.spring;

import io.heldby.lock.LockKey;

/**
 * What the person who asks may do over HTTP; a bean replaces the default. It is asked only for people who are signed in,
 * on the request's thread; for an event stream also on another, which has the request's security context. Implementations
 * are safe for use by many threads.
 *
 * <p>Default: whoever is signed in may lock and see everything, and only the authority
 * {@code heldby.http.operator-authority} may break other people's locks and read the policies and
 * what was changed.
 */
@FunctionalInterface
public interface LockPermissions {

    /** Whether they may end somebody else's lock on this record. */
    boolean mayBreak(LockKey key);

    /** Whether they may lock this record; if so, they are also told who holds it. */
    default boolean mayLock(LockKey key) {
        return true;
    }

    /** Whether they may know who holds this record, and who has saved it when a save of theirs came too late. */
    default boolean maySee(LockKey key) {
        return true;
    }

    /**
     * Whether they may read this field of a record in the answer to a save of theirs that came too late; asked only where
     * they {@linkplain #maySee may see} the record.
     *
     * @param record its type is what the mapper calls its records
     */
    default boolean maySeeField(LockKey record, String field) {
        return true;
    }

    /**
     * Whether they may read what was changed of this record, with the values; asked when they {@linkplain #maySee may see} it.
     * Default: nobody who is not said to, because who edits a record is known to more people than what is in it.
     */
    default boolean maySeeChanges(LockKey key) {
        return false;
    }

    /** Whether they may read how locks behave here; default: nobody who is not said to. */
    default boolean maySeePolicies() {
        return false;
    }

    /** Whether they may list locks at all; the list then holds only what they {@linkplain #maySee may see}. */
    default boolean mayList() {
        return true;
    }
}
