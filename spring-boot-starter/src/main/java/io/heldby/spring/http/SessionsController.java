package io.heldby.spring.http;

import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What a tab does with all its locks at once. */
@Controller
@RequestMapping(path = Paths.PREFIX + "/sessions/{session}", produces = MediaType.APPLICATION_JSON_VALUE)
final class SessionsController {

    private final LockManager locks;
    private final Caller caller;
    private final EditingSessions sessions;

    SessionsController(LockManager locks, Caller caller, EditingSessions sessions) {
        this.locks = locks;
        this.caller = caller;
        this.sessions = sessions;
    }

    @PostMapping(path = "/renew", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer renew(
            @PathVariable String session,
            @JsonBody(maxKibibytes = HeartbeatRequest.MAX_KIBIBYTES) HeartbeatRequest body,
            HttpServletRequest request) {
        caller.owner(session);
        Map<LockId, Renewal> renewals = locks.renewAll(body.heartbeats(caller));
        renewals.values().forEach(renewal -> {
            if (renewal instanceof Renewal.Renewed renewed) {
                sessions.remember(
                        request, renewed.lease().key().tenant(), renewed.lease().owner());
            }
        });
        return Answer.ok(HeartbeatJson.of(renewals, locks));
    }

    @DeleteMapping
    Answer release(@PathVariable String session) {
        Owner owner = caller.owner(session);
        return Answer.ok(new ReleasedJson(locks.releaseAll(caller.tenant(), owner, "tab closed")));
    }
}
