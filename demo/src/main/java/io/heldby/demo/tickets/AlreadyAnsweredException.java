package io.heldby.demo.tickets;

/** Somebody has answered the ticket, past the lock. Nothing was written. */
final class AlreadyAnsweredException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AlreadyAnsweredException(long ticket) {
        super("ticket " + ticket + " has an answer already");
    }
}
