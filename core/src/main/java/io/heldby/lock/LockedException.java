package io.heldby.lock;

/** The record could not be locked, mostly because somebody else holds it. The message is fit for a person; {@link #denied()} has the parts. */
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
        if (denied instanceof Denied.StaleVersion stale) {
            return "%s has changed since you loaded it: you have version %d, it is at %s"
                    .formatted(
                            stale.key(),
                            stale.expected(),
                            stale.current().isPresent()
                                    ? "version " + stale.current().getAsLong()
                                    : "its end (deleted)");
        }
        if (denied instanceof Denied.QuotaExceeded quota) {
            return "%s was not locked: you hold %d locks already, which is the most that one user may have"
                    .formatted(quota.key(), quota.quota());
        }
        if (denied instanceof Denied.NotPermitted no) {
            return "%s was not locked: %s".formatted(no.key(), no.reason());
        }
        if (denied instanceof Denied.Reserved reserved) {
            return "%s comes to %s first, who has waited for it%s"
                    .formatted(
                            reserved.key(),
                            reserved.forWhom().displayName(),
                            reserved.until()
                                    .map(until -> "; it is kept until " + until)
                                    .orElse(""));
        }
        if (denied.holders().isEmpty()) {
            return denied.key() + " is being saved by somebody at this moment; try again in a second";
        }
        LockView holder = denied.holders().get(0);
        String reason = holder.reason() == null ? "" : " (\"" + holder.reason() + "\")";
        return "%s is held by %s since %s, until %s at the latest%s"
                .formatted(denied.key(), holder.owner().displayName(), holder.acquiredAt(), holder.maxUntil(), reason);
    }
}
