package io.heldby.demo.conflict;

import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A conflict as a person sees it: what both sides changed, side by side, with what they have chosen so far, and what was
 * merged without them. The template is {@code conflict/page.html}.
 *
 * <p>Immutable.
 */
public final class ConflictPage {

    private final Conflict conflict;
    private final Function<String, @Nullable FormField> form;
    private final ConflictAnswer answer;
    private final List<Question> questions;
    private final List<ConflictRow> rows = new ArrayList<>();
    private final List<ConflictRow> merged = new ArrayList<>();

    private ConflictPage(
            Conflict conflict,
            Function<String, @Nullable FormField> form,
            ConflictAnswer answer,
            Map<String, String> problems) {
        this.conflict = conflict;
        this.form = form;
        this.answer = answer;
        Map<String, List<ConflictRow>> asked = new LinkedHashMap<>();
        for (ConflictField each : conflict.fields()) {
            FormField field = form.apply(each.field());
            if (field == null) {
                continue;
            }
            ConflictRow row = row(field, each, problems.get(field.name()));
            rows.add(row);
            if (row.outcome() == Outcome.OPEN
                    || row.problem() != null
                    || answer.choices().containsKey(field.decidedAs())) {
                asked.computeIfAbsent(field.decidedAs(), key -> new ArrayList<>())
                        .add(row);
            } else if (row.outcome() != Outcome.UNCHANGED) {
                merged.add(row);
            }
        }
        this.questions = asked.entrySet().stream()
                .map(question -> question(question.getKey(), question.getValue()))
                .toList();
    }

    /**
     * A page for a conflict.
     *
     * @param conflict a {@linkplain Conflict.Kind#MODIFIED modified} record with all that is known of its fields
     * @param form how the form shows a field, by its name; null for fields that it does not show
     * @param answer what was sent
     */
    public static ConflictPage of(
            Conflict conflict, Function<String, @Nullable FormField> form, ConflictAnswer answer) {
        return new ConflictPage(conflict, form, answer, Map.of());
    }

    /** The same with what keeps the result from being stored; fields that had been merged become questions then. */
    public ConflictPage with(Map<String, String> problems) {
        return new ConflictPage(conflict, form, answer, problems);
    }

    private ConflictRow row(FormField field, ConflictField of, @Nullable String problem) {
        Object unless = of.values().open() ? of.values().mine() : of.values().merged();
        String edit = answer.edits().getOrDefault(field.name(), field.text().apply(unless));
        return new ConflictRow(field, of, edit, problem);
    }

    private Question question(String key, List<ConflictRow> rows) {
        boolean changedAgain = rows.stream()
                .anyMatch(row -> answer.seen().containsKey(row.field().name())
                        && !row.theirs().equals(answer.seen().get(row.field().name())));
        Choice choice = answer.choices().get(key);
        if (choice == Choice.THEIRS && changedAgain) {
            // They chose what they saw, and that is not there any more.
            choice = null;
        }
        if (choice == null && rows.stream().anyMatch(this::typedAnother)) {
            choice = Choice.EDIT;
        }
        if (choice == null && rows.stream().noneMatch(row -> row.outcome() == Outcome.OPEN)) {
            // Merged, and not fit to be stored.
            choice = Choice.EDIT;
        }
        return new Question(key, rows, choice, changedAgain, choice == null && answer.shown() != null);
    }

    private boolean typedAnother(ConflictRow row) {
        String edit = answer.edits().get(row.field().name());
        return edit != null && !edit.equals(row.mine());
    }

    public Conflict conflict() {
        return conflict;
    }

    public ConflictAnswer answer() {
        return answer;
    }

    /** In the order of the record's fields. */
    public List<Question> questions() {
        return questions;
    }

    /** Fields that needed nobody, without those that nobody changed. */
    public List<ConflictRow> merged() {
        return List.copyOf(merged);
    }

    /** All fields of the form, in the record's order. */
    public List<ConflictRow> rows() {
        return List.copyOf(rows);
    }

    /** Whether every question has an answer. */
    public boolean decided() {
        return questions.stream().noneMatch(question -> question.choice() == null);
    }

    public long decidedCount() {
        return questions.stream().filter(question -> question.choice() != null).count();
    }

    /** Whether the person decided on what is stored now, or has not been asked yet. */
    public boolean current() {
        return answer.shown() == null || answer.shown().equals(conflict.currentVersion());
    }

    public boolean hasProblems() {
        return questions.stream().flatMap(question -> question.rows().stream()).anyMatch(row -> row.problem() != null);
    }

    /**
     * The values that the person decided, by field, as a unit of work takes them.
     *
     * @throws IllegalStateException while a question is open
     */
    public Map<String, @Nullable Object> decisions() {
        Map<String, @Nullable Object> decisions = new LinkedHashMap<>();
        if (!conflict.baseKnown()) {
            // Nothing is to be merged in which the person has seen no difference.
            rows.stream()
                    .filter(row -> row.outcome() != Outcome.OPEN)
                    .forEach(row ->
                            decisions.put(row.field().name(), row.of().values().merged()));
        }
        for (Question question : questions) {
            Choice choice = question.choice();
            if (choice == null) {
                throw new IllegalStateException(
                        "nobody has decided on %s yet: ask decided() first".formatted(question.key()));
            }
            question.rows().forEach(row -> decisions.put(row.field().name(), row.value(choice)));
        }
        return decisions;
    }

    /** What would be stored, as the form shows it: to be validated. */
    public Map<String, String> results() {
        Map<String, String> results = new LinkedHashMap<>();
        rows.forEach(row -> results.put(row.field().name(), row.result(null)));
        questions.forEach(question ->
                question.rows().forEach(row -> results.put(row.field().name(), row.result(question.choice()))));
        return results;
    }

    /** What storing mine as it is would remove. */
    public List<ConflictRow> losses() {
        return rows.stream().filter(ConflictRow::isTheirLoss).toList();
    }

    /** Whose changes those are. */
    public List<Author> losers() {
        return Author.of(losses());
    }

    /** Whose changes a merge keeps beside mine. */
    public List<Author> others() {
        return Author.of(rows.stream()
                .filter(row -> row.of().values().changedByThem() && row.changedBy() != null)
                .toList());
    }

    /** Whether it was this person's own save, in another window. */
    public boolean by(String me) {
        return Objects.equals(conflict.modifiedBy(), me);
    }
}
