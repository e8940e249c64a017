package io.heldby.spring.http;

import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.Renewal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One heartbeat's answer for all leases of a tab.
 *
 * @param busy being saved right now, so not renewed and not lost
 * @param requests who asks for one of them
 */
record HeartbeatJson(
        List<RenewedJson> renewed, List<LostJson> lost, List<Busy> busy, List<HandOverRequestJson> requests) {

    record Busy(String lockId) {}

    static HeartbeatJson of(Map<LockId, Renewal> renewals, LockManager locks) {
        HeartbeatJson answer =
                new HeartbeatJson(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        renewals.forEach((lockId, renewal) -> {
            if (renewal instanceof Renewal.Renewed renewed) {
                answer.renewed.add(RenewedJson.amongOthers(renewed));
                answer.requests.addAll(HandOverRequestJson.of(renewed.requests(), locks));
            } else if (renewal instanceof Renewal.Lost lost) {
                answer.lost.add(LostJson.of(lockId, lost.loss()));
            } else {
                answer.busy.add(new Busy(lockId.toString()));
            }
        });
        return answer;
    }
}
