package io.heldby.demo;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who has which record now, for lists. */
@Component
public class Holders {

    private final LockManager locks;

    Holders(LockManager locks) {
        this.locks = locks;
    }

    /** By the record's id; of records that several share, one of them. */
    public Map<String, LockView> of(String type) {
        LockQuery active =
                LockQuery.all("").ofType(type).inState(LockView.State.ACTIVE).limit(500);
        return locks.find(active).locks().stream()
                .collect(Collectors.toMap(lock -> lock.key().id(), Function.identity(), (first, second) -> first));
    }
}
