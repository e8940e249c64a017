package io.heldby.hibernate;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Statements that were let pass: a counter for each statement and place, and a warning at the first of each, so that an old
 * application can be looked through without drowning in its log. Safe for use by several threads.
 */
final class Findings {

    /** Texts that HQL puts literals into differ each time. */
    static final int MOST = 1000;

    static final String OTHERS = "others, which came when there were " + MOST + " already";

    private static final System.Logger LOG = System.getLogger(StatementGuard.class.getName());

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void report(String finding) {
        String key = counts.containsKey(finding) || counts.size() < MOST ? finding : OTHERS;
        LongAdder first = new LongAdder();
        LongAdder count = counts.computeIfAbsent(key, ignored -> first);
        count.increment();
        LOG.log(
                count == first ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "{0}; counted from now on",
                key);
    }

    Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((finding, count) -> all.put(finding, count.sum()));
        return all;
    }
}
