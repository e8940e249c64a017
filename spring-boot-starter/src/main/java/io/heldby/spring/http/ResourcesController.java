package io.heldby.spring.http;

import io.heldby.lock.Demand;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.spring.LockPermissions;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Who has one record, and who wants it. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class ResourcesController {

    private final LockManager locks;
    private final Caller caller;
    private final LockPermissions permissions;
    private final Actions actions;

    ResourcesController(LockManager locks, Caller caller, LockPermissions permissions) {
        this.locks = locks;
        this.caller = caller;
        this.permissions = permissions;
        this.actions = new Actions(locks, permissions);
    }

    @GetMapping("/resources/{type}/{id}")
    Answer look(@PathVariable String type, @PathVariable String id) {
        caller.owner();
        LockKey key = caller.key(type, id);
        if (!permissions.maySee(key)) {
            throw Problems.notPermitted("You may not see who edits " + key + ".")
                    .refusal();
        }
        LockKey root = locks.rootOf(key); // Once: to find it may take a query.
        Demand demand = HandOverSupport.isFor(root, locks) ? locks.demand(root) : Demand.NONE;
        return Answer.ok(ResourceJson.of(key, locks.holders(root), demand, locks, actions));
    }
}
