package io.heldby.lock;

/** The lease of a guarded save is not the current grant any more: nothing was written. */
public final class LockLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LockKey key;
    private final transient Loss loss;

    public LockLostException(LockKey key, Loss loss) {
        super(message(key, loss));
        this.key = key;
        this.loss = loss;
    }

    public LockKey key() {
        return key;
    }

    public Loss loss() {
        return loss;
    }

    private static String message(LockKey key, Loss loss) {
        String by = loss.by() == null ? "" : " by " + loss.by();
        String at = loss.at() == null ? "" : " at " + loss.at();
        String reason = loss.reason() == null ? "" : " (\"" + loss.reason() + "\")";
        return "the lock on " + key + " is over: " + loss.cause() + by + at + reason + "; nothing was saved";
    }
}
