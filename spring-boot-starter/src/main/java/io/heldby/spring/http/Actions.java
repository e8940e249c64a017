package io.heldby.spring.http;

import io.heldby.lock.Denied;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Takeover;
import io.heldby.spring.LockPermissions;
import java.util.ArrayList;
import java.util.List;

/** What somebody can do who did not get a lock. */
record Actions(LockManager locks, LockPermissions permissions) {

    List<String> of(Denied denied) {
        if (!HandOverSupport.isFor(denied.key(), locks)) {
            return DeniedAnswer.ofOneself(denied);
        }
        if (denied instanceof Denied.Reserved) {
            return List.of("wait");
        }
        if (!(denied instanceof Denied.Held held) || held.heldByYouElsewhere()) {
            return DeniedAnswer.ofOneself(denied);
        }
        return ofHeld(denied.key(), held.holders().get(0));
    }

    /**
     * What somebody can do about a lock that they have not asked for yet.
     *
     * @param holders who holds the key, or did until their time was over
     */
    List<String> of(LockKey key, List<LockView> holders) {
        return HandOverSupport.isFor(key, locks)
                ? holders.stream()
                        .filter(holder -> holder.state() == LockView.State.ACTIVE)
                        .findFirst()
                        .map(holder -> ofHeld(key, holder))
                        .orElse(List.of())
                : List.of();
    }

    private List<String> ofHeld(LockKey key, LockView holder) {
        List<String> actions = new ArrayList<>();
        if (holder.mode() == LockMode.EXCLUSIVE) {
            actions.add("request-hand-over");
        }
        actions.add("wait");
        actions.add("request-release");
        if (mayTakeOver(key)) {
            actions.add("take-over");
        }
        return actions;
    }

    /** Whoever must ask first reads in the request from when on. */
    private boolean mayTakeOver(LockKey key) {
        Takeover takeover = locks.policyOf(key.type()).handOver().takeover();
        return takeover == Takeover.ANYONE_WITH_REASON || (takeover != Takeover.NEVER && permissions.mayBreak(key));
    }
}
