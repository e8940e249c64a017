package io.heldby.jdbc.lock;

/** Somebody else was first to write what this transaction was about to. It is rolled back and begins again. */
final class RaceLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RaceLost(Throwable cause) {
        super(cause);
    }

    RaceLost(String what) {
        super(what);
    }
}
