package io.heldby.version;

/**
 * The database gave the transaction up because of others that ran beside it, though the record itself has not changed.
 * Nothing was written. Repeat the whole transaction, loading included; not only its last statement.
 */
public final class RetryableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RetryableException(String message, Throwable cause) {
        super(message, cause);
    }
}
