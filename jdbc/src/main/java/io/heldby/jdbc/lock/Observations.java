package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.Owner;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Writes that {@link io.heldby.lock.Enforcement#OBSERVE} let pass: a counter per call site, and a warning at the first
 * of each, so that an old application can be moved over place by place without drowning in its log.
 */
final class Observations {

    private static final System.Logger LOG = System.getLogger(JdbcGuard.class.getName());

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Consumer<ObservedWrite> listener;

    Observations(Consumer<ObservedWrite> listener) {
        this.listener = listener;
    }

    /** @param refusal what would have been thrown */
    void report(LockKey key, Owner writer, RuntimeException refusal) {
        String callSite = CallSite.ofApplication();
        listener.accept(new ObservedWrite(key, writer, why(refusal), callSite));
        boolean first = !counts.containsKey(callSite);
        counts.computeIfAbsent(callSite, ignored -> new LongAdder()).increment();
        LOG.log(
                first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "observed: {0} saves {1} without a good lock ({2}); called from {3}; counted from now on",
                writer.displayName(),
                key,
                why(refusal),
                callSite);
    }

    private static String why(RuntimeException refusal) {
        if (refusal instanceof LockLostException lost) {
            return lost.loss().cause().toString();
        }
        return refusal instanceof LockNotHeldException notHeld
                ? notHeld.holder()
                        .map(holder -> "held by " + holder.owner().displayName())
                        .orElse("held by nobody")
                : "";
    }

    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((callSite, count) -> all.put(callSite, count.sum()));
        return all;
    }
}
