package io.heldby.demo.people;

import io.heldby.lock.LockKey;
import io.heldby.spring.PageSessions;
import io.heldby.spring.session.EditingSessions;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * A page works in the editing session of its HTTP session. A program has none of those: it says in the header
 * {@code Lock-Session} which editing session it has named when it took the lock over Heldby's HTTP API. That gives nobody
 * somebody else's lock, because an editing session is one of the signed-in user.
 */
@Component
@Primary
class ProgramsSessions implements PageSessions {

    private static final String HEADER = "Lock-Session";

    private final EditingSessions pages;

    ProgramsSessions(EditingSessions pages) {
        this.pages = pages;
    }

    @Override
    public String sessionFor(LockKey key) {
        String named = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getHeader(HEADER)
                : null;
        return named == null ? pages.sessionFor(key) : named;
    }
}
