package io.heldby.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A merge of records or beans. Safe for use by several threads; the value is made anew by each call.
 *
 * @param <T> their type
 */
public final class ObjectMerge<T> {

    private final Merge merge;
    private final Shape shape;

    ObjectMerge(Merge merge, Shape shape) {
        this.merge = merge;
        this.shape = shape;
    }

    /** What became of each field. */
    public Merge merge() {
        return merge;
    }

    /** Whether nothing is left for a person to decide. */
    public boolean complete() {
        return merge.complete();
    }

    /**
     * What the record is to be.
     *
     * @throws IllegalStateException when fields are open
     * @throws IllegalArgumentException when the type does not accept the merged values
     */
    public T value() {
        if (!complete()) {
            throw new IllegalStateException(
                    "both sides changed %s, and a person must choose first: give their values to decided(…)"
                            .formatted(Merge.names(merge.open())));
        }
        return built(merge.fields().stream().map(MergedField::merged).toList());
    }

    /**
     * What the record is to be, with a person's decisions.
     *
     * @param decisions as for {@link Merge#decided}
     * @throws IllegalArgumentException as there, or when the type does not accept the values
     */
    public T decided(Map<String, ? extends @Nullable Object> decisions) {
        return built(new ArrayList<>(merge.decided(decisions).values()));
    }

    @SuppressWarnings("unchecked") // A shape builds what it reads.
    private T built(List<@Nullable Object> values) {
        return (T) shape.build(merge.fields().stream().map(MergedField::field).toList(), values);
    }
}
