package io.heldby.demo.conflict;

import io.heldby.version.ChangeRecord;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.web.context.annotation.SessionScope;

/** Overwritings of which one person has read in this browser and need not read again. */
@Component
@SessionScope
public class Dismissed {

    private final Set<String> dismissed = ConcurrentHashMap.newKeySet();

    void add(String entity, String id, long version) {
        dismissed.add(key(entity, id, version));
    }

    boolean contains(ChangeRecord forced) {
        return dismissed.contains(key(forced.entity(), forced.id(), forced.version()));
    }

    private static String key(String entity, String id, long version) {
        return "%s %s %d".formatted(entity, id, version);
    }
}
