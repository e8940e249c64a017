package io.heldby.spring.http;

import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockManager;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the holder of a lock does with it; the token proves it. */
@Controller
@RequestMapping(path = Paths.PREFIX + "/locks/{lockId}", produces = MediaType.APPLICATION_JSON_VALUE)
final class LeaseController {

    static final String TOKEN = "Lock-Token";

    private final LockManager locks;
    private final Caller caller;
    private final EditingSessions sessions;

    LeaseController(LockManager locks, Caller caller, EditingSessions sessions) {
        this.locks = locks;
        this.caller = caller;
        this.sessions = sessions;
    }

    @PostMapping("/renew")
    Answer renew(@PathVariable String lockId, @RequestHeader(TOKEN) String token, HttpServletRequest request) {
        Renewal renewal = locks.renew(caller.claim(lockId, TOKEN, token));
        if (renewal instanceof Renewal.Lost lost) {
            return LostJson.problem(lost.loss()).answer();
        }
        if (renewal instanceof Renewal.Renewed renewed) {
            sessions.remember(
                    request, renewed.lease().key().tenant(), renewed.lease().owner());
            return Answer.ok(RenewedJson.alone(renewed, locks));
        }
        return Problems.busy();
    }

    @PostMapping(path = "/mode", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer changeMode(
            @PathVariable String lockId,
            @RequestHeader(TOKEN) String token,
            @JsonBody ModeRequest body,
            HttpServletRequest request) {
        LeaseClaim claim = caller.claim(lockId, TOKEN, token);
        ModeChange change = locks.changeMode(claim, body.checkedMode());
        if (change instanceof ModeChange.Lost lost) {
            return LostJson.problem(lost.loss()).answer();
        }
        if (change instanceof ModeChange.Refused refused) {
            return DeniedAnswer.of(refused.denied());
        }
        Lease lease = ((ModeChange.Changed) change).lease();
        sessions.remember(request, lease.key().tenant(), lease.owner());
        return Answer.ok(LeaseJson.of(lease));
    }

    @DeleteMapping
    Answer release(@PathVariable String lockId, @RequestHeader(TOKEN) String token) {
        return answer(locks.release(caller.claim(lockId, TOKEN, token)));
    }

    /** For a page that is being left, which cannot send DELETE with a header and be sure that it arrives. */
    @PostMapping(path = "/release", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer releaseOnLeaving(@PathVariable String lockId, @JsonBody ReleaseRequest body) {
        LeaseClaim claim = caller.claim(lockId, "token", body.token());
        if (!body.soft()) {
            return answer(locks.release(claim));
        }
        long beat = Inputs.required("beat", body.beat());
        return answer(Inputs.checked(() -> locks.softRelease(claim, beat, body.grace())));
    }

    private static Answer answer(Release release) {
        return release == Release.BUSY ? Problems.busy() : Answer.noContent();
    }
}
