package io.heldby.hibernate;

import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One HQL or criteria statement that Hibernate executes as several SQL statements, because its entity lies in several
 * tables: they are right or wrong together. Hibernate may write the table of a subclass before it raises the version in the
 * root's, or first collect the keys of the rows with one version in a table of its own, so that most of them look wrong alone.
 */
final class BulkStatement {

    private static final ThreadLocal<@Nullable BulkStatement> CURRENT = new ThreadLocal<>();

    private boolean regardsVersion;

    private BulkStatement(boolean regardsVersion) {
        this.regardsVersion = regardsVersion;
    }

    /** @param versioned whether it raises the version of every row, as {@code update versioned} does */
    static int execute(boolean versioned, IntSupplier work) {
        BulkStatement outer = CURRENT.get();
        CURRENT.set(new BulkStatement(versioned));
        try {
            return work.getAsInt();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Whether this thread executes one, and that one regards the version. */
    static boolean regardsVersion(Verdict verdict) {
        BulkStatement current = CURRENT.get();
        if (current == null) {
            return false;
        }
        current.regardsVersion |= verdict.compares();
        return current.regardsVersion;
    }
}
