package io.heldby.demo.conflict;

import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.ConflictField;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One field on the conflict page, all of it as the form shows it.
 *
 * @param edit what is in the input for another text
 * @param problem what keeps the result from being stored; null when nothing does
 */
public record ConflictRow(
        FormField field,
        ConflictField of,
        String edit,
        @Nullable String problem) {

    public String label() {
        return field.label();
    }

    public String original() {
        return field.text().apply(of.values().base());
    }

    public String theirs() {
        return field.text().apply(of.values().theirs());
    }

    public String mine() {
        return field.text().apply(of.values().mine());
    }

    public String merged() {
        return field.text().apply(of.values().merged());
    }

    public Outcome outcome() {
        return of.values().outcome();
    }

    public @Nullable String changedBy() {
        return of.changedBy();
    }

    public @Nullable Instant changedAt() {
        return of.changedAt();
    }

    /** Whether storing mine would remove something of theirs. */
    boolean isTheirLoss() {
        return of.values().changedByThem() && !theirs().equals(mine());
    }

    /** What is to be stored as text; while nothing is chosen, mine. */
    String result(@Nullable Choice choice) {
        if (choice == null) {
            return outcome() == Outcome.OPEN ? mine() : merged();
        }
        return switch (choice) {
            case THEIRS -> theirs();
            case MINE -> mine();
            case EDIT -> edit;
        };
    }

    @Nullable
    Object value(Choice choice) {
        return switch (choice) {
            case THEIRS -> of.values().theirs();
            case MINE -> of.values().mine();
            case EDIT -> field.value().apply(edit);
        };
    }
}
