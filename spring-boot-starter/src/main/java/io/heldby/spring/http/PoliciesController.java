package io.heldby.spring.http;

import io.heldby.lock.LockPolicies;
import io.heldby.spring.LockPermissions;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** How locks behave here, for those who look after them. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class PoliciesController {

    private final LockPolicies policies;
    private final Caller caller;
    private final LockPermissions permissions;

    PoliciesController(LockPolicies policies, Caller caller, LockPermissions permissions) {
        this.policies = policies;
        this.caller = caller;
        this.permissions = permissions;
    }

    @GetMapping("/policies")
    Answer policies() {
        caller.owner();
        if (!permissions.maySeePolicies()) {
            throw Problems.notPermitted("You may not see the policies.").refusal();
        }
        return Answer.ok(PoliciesJson.of(policies));
    }
}
