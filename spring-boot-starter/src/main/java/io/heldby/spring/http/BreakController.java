package io.heldby.spring.http;

import io.heldby.lock.ForceRelease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.spring.LockPermissions;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** An operator ends somebody else's lock. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class BreakController {

    private final LockManager locks;
    private final Caller caller;
    private final LockPermissions permissions;

    BreakController(LockManager locks, Caller caller, LockPermissions permissions) {
        this.locks = locks;
        this.caller = caller;
        this.permissions = permissions;
    }

    @PostMapping(path = "/locks/{lockId}/break", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer breakLock(@PathVariable String lockId, @JsonBody BreakRequest body) {
        Owner operator = caller.owner();
        LockId id = caller.lockId(lockId);
        if (!permissions.mayBreak(id.key())) {
            throw Problems.notPermitted("You may not end other people's locks.").refusal();
        }
        LockView shown = locks.find(id).orElseThrow(() -> changedHands().refusal());
        String reason = body.checkedReason();
        Duration grace = body.grace();
        if (!grace.isZero()) {
            HandOverSupport.needed(id.key(), locks);
        }
        ForceRelease outcome = Inputs.checked(() -> locks.forceRelease(id, operator.displayName(), reason, grace));
        return switch (outcome) {
            case BROKEN -> Answer.ok(BrokenJson.of(shown, reason, null));
            case BREAKING -> Answer.of(202, BrokenJson.of(shown, reason, endOf(id, shown)));
            case CHANGED_HANDS -> changedHands().answer();
            case BUSY -> Problems.busy();
        };
    }

    /** As it stands now; if the holder has given it back in this moment, as it was shown. */
    private Instant endOf(LockId id, LockView shown) {
        return locks.find(id).orElse(shown).maxUntil();
    }

    private static Problem changedHands() {
        return Problem.of(
                409,
                "changed-hands",
                "Changed hands",
                "The lock that you were shown is over; the record is free, or somebody else holds it now. Look again.");
    }
}
