package io.heldby.lock;

/** The store could not be reached, or broke. Nothing was granted or written. */
public class LockStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LockStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
