package io.heldby.spring.http;

import io.heldby.lock.Acquisition;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.EditingSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;

/** Taking locks and looking at them. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class LocksController {

    private final LockManager locks;
    private final Caller caller;
    private final LockPermissions permissions;
    private final AcquireChecks checks;
    private final IdempotencyKeys keys;
    private final EditingSessions sessions;
    private final Actions actions;

    LocksController(
            LockManager locks,
            Caller caller,
            LockPermissions permissions,
            AcquireChecks checks,
            IdempotencyKeys keys,
            EditingSessions sessions,
            Actions actions) {
        this.locks = locks;
        this.caller = caller;
        this.permissions = permissions;
        this.checks = checks;
        this.keys = keys;
        this.sessions = sessions;
        this.actions = actions;
    }

    @PostMapping(path = "/locks", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer acquire(
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String idempotencyKey,
            @JsonBody AcquireRequest body,
            HttpServletRequest request) {
        IdempotencyKey key = IdempotencyKey.parse(idempotencyKey);
        LockRequest wish = body.of(caller, key);
        checks.refuseWhatMayNotBe(wish);
        keys.refuseReuse(key, caller, body);
        return Inputs.checked(() -> locks.acquire(wish))
                .fold(granted -> granted(granted, request), denied -> DeniedAnswer.of(denied, actions.of(denied)));
    }

    private Answer granted(Acquisition.Granted granted, HttpServletRequest request) {
        sessions.remember(
                request, granted.lease().key().tenant(), granted.lease().owner());
        LeaseJson lease = LeaseJson.of(granted.lease());
        return granted.reentrant()
                ? Answer.ok(lease)
                : Answer.of(201, lease).header("Location", request.getRequestURI() + "/" + lease.lockId());
    }

    @GetMapping("/locks")
    Answer list(HttpServletRequest request) {
        caller.owner();
        if (!permissions.mayList()) {
            throw Problems.notPermitted("You may not list locks.").refusal();
        }
        LockQuery query = ListParameters.of(request).query(caller.tenant());
        LockPage page = Inputs.checked(() -> locks.find(query));
        return Answer.ok(new LockPageJson(
                page.locks().stream()
                        .filter(view -> permissions.maySee(view.key()))
                        .map(LockJson::of)
                        .toList(),
                page.next()));
    }

    @GetMapping("/locks/{lockId}")
    Answer one(@PathVariable String lockId) {
        caller.owner();
        Optional<LockView> view = locks.find(caller.lockId(lockId)).filter(found -> permissions.maySee(found.key()));
        return view.map(LockJson::of)
                .map(Answer::ok)
                .orElseThrow(() -> Problems.notFound("There is no such lock; it may have ended.")
                        .refusal());
    }
}
