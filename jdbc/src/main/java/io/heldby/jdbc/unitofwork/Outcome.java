package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a commit has found out so far: which versions it has made, and what was not as expected. */
final class Outcome {

    private final Map<Registered.Key, Long> versions = new HashMap<>();
    private final Set<Registered<?>> stale = new LinkedHashSet<>();

    private final List<Late> late = new ArrayList<>();

    void written(Registered<?> record, long version) {
        versions.put(record.key(), version);
    }

    void stale(Registered<?> record) {
        stale.add(record);
    }

    /** Not as expected, which is let pass. */
    void late(Late record) {
        late.add(record);
    }

    List<Late> late() {
        return late;
    }

    Collection<Registered<?>> stale() {
        return stale;
    }

    Map<Registered.Key, Long> versions() {
        return versions;
    }
}
