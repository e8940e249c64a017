package io.heldby.lock;

/** Somebody else holds the record. The message is fit for a person; {@link #denied()} has the parts. */
public final class LockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Denied denied;

    public LockedException(Denied denied) {
        super(message(denied));
        this.denied = denied;
    }

    public Denied denied() {
        return denied;
    }

    private static String message(Denied denied) {
        LockView holder = denied.holders().get(0);
        String reason = holder.reason() == null ? "" : " (\"" + holder.reason() + "\")";
        return "%s is held by %s since %s, until %s at the latest%s"
                .formatted(denied.key(), holder.owner().displayName(), holder.acquiredAt(), holder.maxUntil(), reason);
    }
}
