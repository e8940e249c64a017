package io.heldby.redis;

import java.util.List;

/**
 * Whether the servers are fit to keep locks.
 *
 * @param problems what must be changed before any lock is kept there: server, setting, value and what to do; empty when
 *     all is well
 * @param warnings what may be as it is but should be known, or could not be checked
 */
public record RedisHealth(List<String> problems, List<String> warnings) {

    public RedisHealth {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    public boolean isUp() {
        return problems.isEmpty();
    }
}
