package io.heldby.spring.session;

import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Releases what one editing session holds when the HTTP session ends that it is bound to; for locks that an application
 * takes under an {@link Owner} of its own. What {@code Edits}, {@code @Locked}, the locking mappers and the HTTP API take
 * is released without it.
 *
 * <pre>{@code
 * Owner agent = Owner.of(user, editingSession);
 * locks.acquireOrThrow(LockRequest.of(LockKey.of("customer-support-ticket", "42"), agent));
 * new LockRemover(locks, "", agent).bindTo(request.getSession());
 * }</pre>
 *
 * <p>It only makes the release earlier. Where HTTP sessions are kept elsewhere (Spring Session), or were written to disk
 * meanwhile, nobody tells it of the end, and the locks end with their leases.
 */
public final class LockRemover implements HttpSessionBindingListener, Serializable {

    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(LockRemover.class.getName());

    /** Gone when the HTTP session has been stored and read again. */
    private final transient @Nullable LockManager locks;

    private final EditingSession session;

    /**
     * Not yet bound.
     *
     * @param owner whose editing session ends with the HTTP session
     */
    public LockRemover(LockManager locks, String tenant, Owner owner) {
        this.locks = locks;
        this.session = EditingSession.of(tenant, owner);
    }

    /** Binding the same editing session again changes nothing. */
    public void bindTo(HttpSession http) {
        String attribute = LockRemover.class.getName() + "." + session;
        if (http.getAttribute(attribute) == null) {
            http.setAttribute(attribute, this);
        }
    }

    /** Never throws, because it must not stop a sign-out. */
    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        if (locks == null) {
            return;
        }
        try {
            int unused = locks.releaseAll(session.tenant(), session.owner(), EditingSessions.SESSION_ENDED);
        } catch (RuntimeException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an HTTP session ended, but its locks could not be released; they end with their leases",
                    failed);
        }
    }
}
