package io.heldby.jdbc.unitofwork;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a commit has found out so far: which versions it has made, and what was not as expected. */
final class Outcome {

    private final Map<Registered.Key, Long> versions = new HashMap<>();
    private final Set<Registered<?>> stale = new LinkedHashSet<>();

    void written(Registered<?> record, long version) {
        versions.put(record.key(), version);
    }

    void stale(Registered<?> record) {
        stale.add(record);
    }

    Collection<Registered<?>> stale() {
        return stale;
    }

    Map<Registered.Key, Long> versions() {
        return versions;
    }
}
