package io.heldby.hibernate;

import java.util.stream.Stream;

/** Tells whether Hibernate writes an entity or a collection right now, and not what somebody has put into a query. */
final class Persisters {

    private static final StackWalker WALKER = StackWalker.getInstance();

    private Persisters() {}

    /**
     * Whether the nearest code below the guard is a persister's. A query that a listener sends during a flush is the
     * listener's own, although a persister waits for it further down the stack.
     */
    static boolean areWriting() {
        return WALKER.walk(frames -> nearest(frames.map(StackWalker.StackFrame::getClassName))
                .anyMatch(name -> name.startsWith("org.hibernate.persister.entity.mutation.")
                        || name.startsWith("org.hibernate.persister.collection.")));
    }

    private static Stream<String> nearest(Stream<String> classes) {
        return classes.dropWhile(name -> !name.startsWith("org.hibernate."))
                .takeWhile(name -> name.startsWith("org.hibernate.") || name.startsWith("java."));
    }
}
