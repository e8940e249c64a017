package io.heldby.spring.http;

import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Denied;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** Asking for a record that somebody has: the holder, or the operators. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class RequestsController {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 500;

    private final LockManager locks;
    private final Caller caller;
    private final LockPermissions permissions;
    private final AcquireChecks checks;
    private final EditingSessions sessions;

    RequestsController(
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

    @PostMapping(path = "/locks/{lockId}/requests", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer ask(@PathVariable String lockId, @JsonBody AskRequest body, HttpServletRequest request) {
        LockId id = caller.lockId(lockId);
        Owner asker = caller.owner(Inputs.required("session", body.session()));
        checks.refuseWhoMayNotLock(id.key());
        HandOverSupport.needed(id.key(), locks);
        Asked asked = Inputs.checked(() -> locks.requestHandOver(id, asker, body.message()));
        sessions.remember(request, id.key().tenant(), asker);
        return answer(asked, request.getRequestURI() + "/");
    }

    @GetMapping("/locks/{lockId}/requests/{requestId}")
    Answer look(@PathVariable String lockId, @PathVariable String requestId) {
        Owner owner = caller.owner();
        LockId id = caller.lockId(lockId);
        UUID request = Inputs.uuid("requestId", requestId);
        HandOverSupport.needed(id.key(), locks);
        return locks.request(id, request)
                .filter(found -> concerns(found, owner))
                .map(found -> Answer.ok(HandOverRequestJson.of(found, locks)))
                .orElseThrow(() ->
                        Problems.notFound("There is no such request of yours.").refusal());
    }

    /** The asker, the holder, and the operators, who may have been asked as well. */
    private boolean concerns(HandOverRequest request, Owner owner) {
        return request.asker().sameUserAs(owner)
                || permissions.mayBreak(request.key())
                || locks.find(request.lockId())
                        .map(LockView::owner)
                        .filter(owner::sameUserAs)
                        .isPresent();
    }

    @PatchMapping(path = "/locks/{lockId}/requests/{requestId}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer answer(
            @PathVariable String lockId,
            @PathVariable String requestId,
            @RequestHeader(name = LeaseController.TOKEN, required = false) @Nullable String token,
            @JsonBody AnswerRequest body) {
        LockId id = caller.lockId(lockId);
        UUID request = Inputs.uuid("requestId", requestId);
        Answered answered = body.declines()
                ? declined(id, request, body.message())
                : answered(caller.claim(lockId, LeaseController.TOKEN, token), request, body.ofHolder());
        if (answered instanceof Answered.Lost lost) {
            return LostJson.problem(lost.loss()).answer();
        }
        if (answered instanceof Answered.Busy) {
            return Problems.busy();
        }
        return answered instanceof Answered.Done done
                ? Answer.ok(HandOverRequestJson.of(done.request(), locks))
                : over("Nobody waits for this answer any more.");
    }

    private Answered answered(LeaseClaim claim, UUID request, HandOverAnswer answer) {
        HandOverSupport.needed(claim.key(), locks);
        return Inputs.checked(() -> locks.answer(request, claim, answer));
    }

    private Answered declined(LockId lockId, UUID request, @Nullable String message) {
        Owner operator = caller.owner();
        if (!permissions.mayBreak(lockId.key())) {
            throw Problems.notPermitted("You may not decline for the operators.")
                    .refusal();
        }
        HandOverSupport.needed(lockId.key(), locks);
        return Inputs.checked(() -> locks.declineRelease(lockId, request, operator.displayName(), message));
    }

    /**
     * Of all who share it the first stands for all: the operators see the record, and who else has it. But nobody asks
     * for the end of what they hold themselves.
     */
    @PostMapping(path = "/resources/{type}/{id}/release-requests", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer askOperators(
            @PathVariable String type,
            @PathVariable String id,
            @JsonBody AskOperatorsRequest body,
            HttpServletRequest request) {
        Owner asker = caller.owner();
        LockKey key = caller.key(type, id);
        String reason = Inputs.said("reason", body.reason(), "the operators read it");
        checks.refuseWhoMayNotLock(key);
        HandOverSupport.needed(locks.rootOf(key), locks);
        List<LockView> holders = locks.holders(key);
        if (holders.isEmpty()) {
            return over("Nobody holds it now: lock it.");
        }
        LockId lockId = holders.stream()
                .filter(holder -> !holder.owner().sameUserAs(asker))
                .findFirst()
                .orElse(holders.get(0))
                .lockId();
        Asked asked = Inputs.checked(() -> locks.requestRelease(lockId, asker, reason));
        String resource = request.getRequestURI();
        String root = resource.substring(0, resource.indexOf("/resources/"));
        return answer(asked, root + "/locks/" + lockId + "/requests/");
    }

    @GetMapping("/release-requests")
    Answer releaseRequests(HttpServletRequest request) {
        caller.owner();
        int limit = Parameters.of(request, List.of("limit")).limit(DEFAULT_LIMIT);
        if (limit < 1 || limit > MOST) {
            throw Problem.badField("limit", "limit must be 1 to %d, but is %d.".formatted(MOST, limit))
                    .refusal();
        }
        HandOverSupport.needed(locks);
        // Not cut before it is known which of them are this operator's affair.
        List<HandOverRequest> open = locks.releaseRequests(caller.tenant(), MOST).stream()
                .filter(asked -> permissions.mayBreak(asked.key()))
                .limit(limit)
                .toList();
        return Answer.ok(new ReleaseRequestsJson(HandOverRequestJson.of(open, locks)));
    }

    private Answer answer(Asked asked, String path) {
        if (asked instanceof Asked.Refused refused) {
            return refused.denied() instanceof Denied.NotPermitted no
                    ? Problems.notPermitted(no.reason()).answer()
                    : DeniedAnswer.of(refused.denied());
        }
        return asked instanceof Asked.Waiting waiting
                ? Answer.of(201, HandOverRequestJson.of(waiting.request(), locks))
                        .header("Location", path + waiting.request().requestId())
                : over("The lock that you were shown is over. Look again: the record may be free.");
    }

    private static Answer over(String detail) {
        return Problem.of(410, "request-over", "Over", detail).answer();
    }
}
