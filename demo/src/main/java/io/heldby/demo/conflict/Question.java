package io.heldby.demo.conflict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one person has to decide with one choice.
 *
 * @param key of the choice in the form
 * @param rows one field, or those of a group
 * @param choice so far; null while there is none
 * @param changedAgain whether their side is another than when the choice was made
 * @param missing whether the person was asked before and has not chosen
 */
public record Question(
        String key, List<ConflictRow> rows, @Nullable Choice choice, boolean changedAgain, boolean missing) {

    public Question {
        rows = List.copyOf(rows);
    }

    public String label() {
        return rows.size() == 1 ? rows.get(0).label() : key;
    }

    public boolean grouped() {
        return rows.size() > 1;
    }
}
