package io.heldby.merge;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts two collections together that were one before, each element once. */
final class Union {

    private Union() {}

    /**
     * What they have, without what I took out, and then what I put in. Of the kind of theirs, or of mine if they have none;
     * null is taken for empty.
     */
    static Collection<Object> of(@Nullable Object base, @Nullable Object mine, @Nullable Object theirs) {
        Set<Object> before = new HashSet<>(elements(base));
        Set<Object> here = new LinkedHashSet<>(elements(mine));
        Set<Object> union = new LinkedHashSet<>(elements(theirs));
        union.removeIf(element -> before.contains(element) && !here.contains(element));
        here.removeIf(before::contains);
        union.addAll(here);
        return Kind.like(elements(theirs == null ? mine : theirs), union);
    }

    private static Collection<?> elements(@Nullable Object value) {
        return value == null ? List.of() : (Collection<?>) value;
    }
}
