package io.heldby.lock;

import java.util.Optional;

/** A write of a record whose lock the writer does not hold: nothing was written. */
public final class LockNotHeldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient LockKey key;
    private final transient Owner writer;
    private final transient Optional<LockView> holder;
    private final String callSite;

    /**
     * Names everything that is needed to find the mistake.
     *
     * @param holder who holds it instead; empty when nobody does
     * @param callSite the application's code that wrote
     */
    public LockNotHeldException(LockKey key, Owner writer, Optional<LockView> holder, String callSite) {
        super(message(key, writer, holder, callSite));
        this.key = key;
        this.writer = writer;
        this.holder = holder;
        this.callSite = callSite;
    }

    public LockKey key() {
        return key;
    }

    /** In whose name the write was to happen. */
    public Owner writer() {
        return writer;
    }

    /** Who holds the record instead, perhaps the writer in another editing session or without the right to write. */
    public Optional<LockView> holder() {
        return holder;
    }

    /** Class, method and line of the application that wrote. */
    public String callSite() {
        return callSite;
    }

    private static String message(LockKey key, Owner writer, Optional<LockView> holder, String callSite) {
        String who = holder.map(held -> held.owner().sameEditingSessionAs(writer)
                        ? "%s holds it only %s since %s, which does not allow to write: upgrade it first"
                                .formatted(writer.displayName(), held.mode(), held.acquiredAt())
                        : held.owner().sameUserAs(writer)
                                ? "%s holds it in another tab or session since %s"
                                        .formatted(writer.displayName(), held.acquiredAt())
                                : "%s holds it since %s".formatted(held.owner().displayName(), held.acquiredAt()))
                .orElse("nobody holds it: check it out before it is loaded");
        return "%s was to be written by %s without its lock; %s. Nothing was written. Called from %s"
                .formatted(key, writer.displayName(), who, callSite);
    }
}
