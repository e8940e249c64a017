package io.heldby.spring.http;

import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Taking a lock from its holder, where the policy lets one. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class TakeOverController {

    private final LockManager locks;
    private final Caller caller;
    private final LockPermissions permissions;
    private final AcquireChecks checks;
    private final EditingSessions sessions;

    TakeOverController(
            LockManager locks,
            Caller caller,
            LockPermissions permissions,
            AcquireChecks checks,
            EditingSessions sessions) {
        this.locks = locks;
        this.caller = caller;
        this.permissions = permissions;
        this.checks = checks;
        this.sessions = sessions;
    }

    @PostMapping(path = "/locks/{lockId}/take-over", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer takeOver(@PathVariable String lockId, @JsonBody TakeOverRequest body, HttpServletRequest request) {
        caller.owner();
        LockId id = caller.lockId(lockId);
        LockRequest wish = body.of(caller, id.key());
        String reason = body.checkedReason();
        checks.refuseWhatMayNotBe(wish);
        HandOverSupport.needed(id.key(), locks);
        boolean operator = permissions.mayBreak(id.key());
        return Inputs.checked(() -> locks.takeOver(id, wish, reason, operator))
                .fold(
                        granted -> {
                            sessions.remember(request, id.key().tenant(), wish.owner());
                            return Answer.ok(LeaseJson.of(granted.lease()));
                        },
                        DeniedAnswer::of);
    }
}
