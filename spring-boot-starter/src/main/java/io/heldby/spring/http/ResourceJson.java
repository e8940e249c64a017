package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.Demand;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has one record, and who wants it; nobody, where a list is empty.
 *
 * @param reservation for whom it is kept, while nobody holds it
 * @param waiters the next one first
 * @param requests not answered yet, the oldest first
 * @param actions what somebody else than the holder can do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ResourceJson(
        String type,
        String id,
        List<LockJson> holders,
        @Nullable ReservationJson reservation,
        List<WaiterJson> waiters,
        List<HandOverRequestJson> requests,
        List<String> actions) {

    static ResourceJson of(LockKey key, List<LockView> holders, Demand demand, LockManager locks, Actions actions) {
        return new ResourceJson(
                key.type(),
                key.id(),
                holders.stream().map(LockJson::of).toList(),
                demand.reserved().map(ReservationJson::of).orElse(null),
                demand.waiters().stream().map(WaiterJson::of).toList(),
                HandOverRequestJson.of(demand.requests(), locks),
                actions.of(key, holders));
    }
}
