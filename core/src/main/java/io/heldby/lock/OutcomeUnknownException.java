package io.heldby.lock;

/**
 * The connection was lost while a change was being committed: it may or may not have happened. Read again before doing
 * anything else; never repeat it blindly.
 */
public final class OutcomeUnknownException extends LockStoreException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
