package io.heldby.spring.session;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.PageSessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.WebUtils;

/**
 * Ties editing sessions to the HTTP session that they belong to, so that signing out frees what was being edited. That
 * only makes it earlier: the lease ends by itself when a session's end goes unnoticed.
 *
 * <p>An editing session that a newer HTTP session has used since (a tab whose user signed in again) belongs to that one,
 * and outlives the older. Safe for use by many threads.
 */
public final class EditingSessions implements PageSessions {

    private static final System.Logger LOG = System.getLogger(EditingSessions.class.getName());
    private static final String ATTRIBUTE = EditingSessions.class.getName();

    static final String SESSION_ENDED = "session ended";

    private final LockManager locks;
    private final OwnerResolver owners;

    /** To which HTTP session ({@link Remembered#link()}) an editing session belongs now, on this node. */
    private final ConcurrentMap<EditingSession, String> links = new ConcurrentHashMap<>();

    EditingSessions(LockManager locks, OwnerResolver owners) {
        this.locks = locks;
        this.owners = owners;
    }

    /**
     * The editing session in which the current request opens the key: one for each HTTP session and key, so that F5
     * comes back to its own lock. A request that authenticates itself with an {@code Authorization} header and has no
     * HTTP session does not get one for this; it is an editing session of its own.
     */
    @Override
    public String sessionFor(LockKey key) {
        String fresh = UUID.randomUUID().toString();
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return fresh;
        }
        HttpServletRequest request = attributes.getRequest();
        HttpSession http = request.getSession(request.getHeader(HttpHeaders.AUTHORIZATION) == null);
        if (http == null) {
            return sessionOfRequest(request, fresh);
        }
        Remembered now = change(http, known -> known.sessionOf(key) == null ? known.withPage(key, fresh) : known);
        String session = now.pages().getOrDefault(Remembered.Page.of(key), fresh);
        owners.owner(session).ifPresent(owner -> link(http, EditingSession.of(key.tenant(), owner)));
        return session;
    }

    /** Ties an editing session that a request used to the HTTP session of that request, if it has one. */
    public void remember(HttpServletRequest request, String tenant, Owner owner) {
        HttpSession http = request.getSession(false);
        if (http == null) {
            return;
        }
        EditingSession session = EditingSession.of(tenant, owner);
        try {
            link(http, session);
        } catch (IllegalStateException endedMeanwhile) {
            // The user signed out while this request was under way; what it has just locked nobody would release.
            release(session, SESSION_ENDED);
        }
    }

    /**
     * Releases what the HTTP session's editing sessions hold. Never throws, because it must not stop a sign-out.
     *
     * @param reason what a page that is still open is told
     */
    public void release(HttpSession http, String reason) {
        if (!(http.getAttribute(ATTRIBUTE) instanceof Remembered ending)) {
            return;
        }
        for (EditingSession session : ending.used()) {
            String link = links.getOrDefault(session, ending.link());
            if (link.equals(ending.link())) {
                links.remove(session, link);
                release(session, reason);
            }
        }
    }

    private void release(EditingSession session, String reason) {
        try {
            int released = locks.releaseAll(session.tenant(), session.owner(), reason);
            LOG.log(System.Logger.Level.DEBUG, "{0}: released {1} locks of {2}", reason, released, session.user());
        } catch (RuntimeException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an HTTP session ended, but its locks could not be released; they end with their leases",
                    failed);
        }
    }

    private void link(HttpSession http, EditingSession session) {
        Remembered now = change(http, known -> known.withUsed(session));
        links.put(session, now.link());
    }

    /** Two requests of one HTTP session may come at once. */
    private static Remembered change(HttpSession http, UnaryOperator<Remembered> change) {
        synchronized (WebUtils.getSessionMutex(http)) {
            Remembered known =
                    http.getAttribute(ATTRIBUTE) instanceof Remembered before ? before : Remembered.nothing();
            Remembered next = change.apply(known);
            if (!next.equals(known)) {
                http.setAttribute(ATTRIBUTE, next);
            }
            return next;
        }
    }

    /** What finds and what updates within one request must be the same session. */
    private static String sessionOfRequest(HttpServletRequest request, String fresh) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        request.setAttribute(ATTRIBUTE, fresh);
        return fresh;
    }
}
