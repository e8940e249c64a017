package io.heldby.spring.http;

import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Lease;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** Taking several locks at once, all or none. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class BatchController {

    private final LockManager locks;
    private final Caller caller;
    private final AcquireChecks checks;
    private final IdempotencyKeys keys;
    private final EditingSessions sessions;

    BatchController(
            LockManager locks, Caller caller, AcquireChecks checks, IdempotencyKeys keys, EditingSessions sessions) {
        this.locks = locks;
        this.caller = caller;
        this.checks = checks;
        this.keys = keys;
        this.sessions = sessions;
    }

    @PostMapping(path = "/locks/batch", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer acquireAll(
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @JsonBody(maxKibibytes = BatchRequest.MAX_KIBIBYTES) BatchRequest body,
            HttpServletRequest request) {
        IdempotencyKey key = IdempotencyKey.parse(idempotencyKey);
        List<LockRequest> wishes = body.of(caller, key);
        wishes.forEach(checks::refuseWhatMayNotBe);
        keys.refuseReuse(key, caller, body);
        BatchAcquisition answer = Inputs.checked(() -> locks.acquireAll(wishes));
        return answer instanceof BatchAcquisition.AllGranted granted
                ? granted(granted.leases(), request)
                : refused(((BatchAcquisition.NoneGranted) answer).denied());
    }

    private Answer granted(List<Lease> leases, HttpServletRequest request) {
        Lease any = leases.get(0);
        sessions.remember(request, any.key().tenant(), any.owner());
        // Beat 1 is a new grant; a batch that is sent again finds all of its leases already there.
        boolean repeated = leases.stream().noneMatch(lease -> lease.beat() == 1);
        return Answer.of(repeated ? 200 : 201, BatchJson.of(leases));
    }

    /** One of them says what kind of answer it is: a batch is never refused for two different kinds at once. */
    private static Answer refused(List<Denied> denied) {
        Denied first = denied.get(0);
        Answer alone = DeniedAnswer.of(first);
        if (first instanceof Denied.QuotaExceeded) {
            return alone;
        }
        List<ConflictJson> conflicts = denied.stream().map(ConflictJson::of).toList();
        Problem problem = DeniedAnswer.problem(first);
        String detail = problem.detail()
                + (denied.size() == 1 ? "" : " And %d more are in the way.".formatted(denied.size() - 1))
                + " Nothing was locked.";
        Answer answer = Problem.of(problem.status(), problem.slug(), problem.title(), detail)
                .with("conflicts", conflicts)
                .answer();
        return new Answer(answer.status(), answer.body(), alone.headers());
    }
}
