package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import io.heldby.lock.Waiting;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Waiting in line for a record. */
@Controller
@RequestMapping(path = Paths.PREFIX + "/resources/{type}/{id}/waiters", produces = MediaType.APPLICATION_JSON_VALUE)
final class WaitersController {

    private final LockManager locks;
    private final Caller caller;
    private final AcquireChecks checks;
    private final EditingSessions sessions;

    WaitersController(LockManager locks, Caller caller, AcquireChecks checks, EditingSessions sessions) {
        this.locks = locks;
        this.caller = caller;
        this.checks = checks;
        this.sessions = sessions;
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer queue(
            @PathVariable String type,
            @PathVariable String id,
            @JsonBody WaitersRequest body,
            HttpServletRequest request) {
        Owner owner = owner(body.session());
        LockKey key = wanted(type, id);
        Waiting waiting = locks.waitFor(key, owner);
        sessions.remember(request, key.tenant(), owner);
        return answer(waiting, 201);
    }

    /** A waiter's heartbeat. */
    @PostMapping(path = "/{waiterId}/renew", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer renew(
            @PathVariable String type,
            @PathVariable String id,
            @PathVariable String waiterId,
            @JsonBody WaitersRequest body) {
        Owner owner = owner(body.session());
        UUID waiter = Inputs.uuid("waiterId", waiterId);
        return answer(locks.renewWaiter(wanted(type, id), waiter, owner), 200);
    }

    @DeleteMapping("/{waiterId}")
    Answer leave(
            @PathVariable String type,
            @PathVariable String id,
            @PathVariable String waiterId,
            HttpServletRequest request) {
        Owner owner = owner(Parameters.of(request, List.of("session")).text("session"));
        UUID waiter = Inputs.uuid("waiterId", waiterId);
        boolean unused = locks.stopWaiting(wanted(type, id), waiter, owner);
        return Answer.noContent();
    }

    private Owner owner(@Nullable String session) {
        caller.owner();
        return caller.owner(Inputs.required("session", session));
    }

    private LockKey wanted(String type, String id) {
        LockKey key = caller.key(type, id);
        checks.refuseWhoMayNotLock(key);
        HandOverSupport.needed(locks.rootOf(key), locks);
        return key;
    }

    private static Answer answer(Waiting waiting, int queuedStatus) {
        if (waiting instanceof Waiting.Queued queued) {
            return Answer.of(queuedStatus, WaitingJson.of(queued));
        }
        if (waiting instanceof Waiting.YourTurn turn) {
            return Answer.ok(WaitingJson.of(turn));
        }
        return waiting instanceof Waiting.Busy
                ? Problems.busy()
                : Problem.of(
                                410,
                                "place-lost",
                                "Place lost",
                                "Your place in the line is gone: no heartbeat came in time, or your turn was missed."
                                        + " Queue again.")
                        .answer();
    }
}
