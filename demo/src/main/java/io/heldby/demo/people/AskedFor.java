package io.heldby.demo.people;

import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/** What one person has asked for in this browser, so that the page can say what became of it. */
@Component
@SessionScope
public class AskedFor {

    private final Map<LockKey, HandOverRequest> requests = new ConcurrentHashMap<>();
    private final LockManager locks;

    AskedFor(LockManager locks) {
        this.locks = locks;
    }

    public void remember(HandOverRequest request) {
        requests.put(request.key(), request);
    }

    /** The last request for this record as it stands now. */
    public Optional<HandOverRequest> of(LockKey key) {
        return Optional.ofNullable(requests.get(key))
                .flatMap(asked -> locks.request(asked.lockId(), asked.requestId()));
    }
}
