package io.heldby.spring.http;

import static io.heldby.spring.http.Page.capitalized;
import static io.heldby.spring.http.Page.text;
import static io.heldby.spring.http.Page.words;

import io.heldby.merge.MergedField;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads whose save came too late: who was first and what was changed, and what was typed. Where the form allows it,
 * they decide field by field, and the form is sent again, based on the version that they were shown: whoever saves in between is
 * not overwritten either.
 */
record ConflictPage(List<Conflict> conflicts, Optional<SentForm> form, PageTimes times) {

    String html() {
        Conflict first = conflicts.get(0);
        boolean mergeable =
                conflicts.size() == 1 && form.isPresent() && form.get().canMerge(first);
        Page page = new Page("Somebody else was faster");
        page.html("<h1>%s</h1>", conflicts.stream().map(this::sentence).collect(Collectors.joining("; ")));
        page.html("<p role=\"alert\">Nothing of yours was saved, and nothing of theirs is overwritten.</p>");
        if (mergeable) {
            decide(page, first, form.get());
        } else {
            conflicts.forEach(conflict -> compare(page, conflict));
            PagesForPeople.typed(page, form);
        }
        return page.toString();
    }

    private String sentence(Conflict conflict) {
        String record = text(Page.record(conflict.entity(), conflict.id()));
        String who = text(conflict.modifiedBy() == null ? "Somebody" : conflict.modifiedBy());
        String when = conflict.modifiedAt() == null ? "" : " at " + times.of(conflict.modifiedAt());
        return switch (conflict.kind()) {
            case DELETED -> "%s deleted %s%s while you were editing it".formatted(who, record, when);
            case READ_CHANGED -> "%s changed %s%s, on which yours was based".formatted(who, record, when);
            default -> "%s saved %s%s while you were editing it".formatted(who, record, when);
        };
    }

    private void compare(Page page, Conflict conflict) {
        List<ConflictField> changed = changed(conflict);
        if (changed.isEmpty()) {
            return;
        }
        page.html("<h2>What was changed in %s</h2>", text(Page.record(conflict.entity(), conflict.id())));
        page.html("<table>\n<thead><tr><th scope=\"col\">Field</th>%s<th scope=\"col\">Theirs</th>", original(conflict))
                .html("<th scope=\"col\">Yours</th></tr></thead>\n<tbody>");
        changed.forEach(field -> {
            page.html("<tr><th scope=\"row\">%s</th>", text(label(field)));
            if (conflict.baseKnown()) {
                page.html(
                        "<td data-label=\"Original\">%s</td>",
                        shown(field.values().base()));
            }
            page.html(
                            "<td data-label=\"Theirs\">%s%s</td>",
                            shown(field.values().theirs()), whose(field))
                    .html("<td data-label=\"Yours\">%s</td></tr>", mine(field));
        });
        page.html("</tbody>\n</table>");
    }

    /** What whoever is late wanted a member to be is not known; it is given as what it was. */
    private static String mine(ConflictField field) {
        MergedField values = field.values();
        return values.open() && FieldChange.same(values.mine(), values.base())
                ? "<i>see below</i>"
                : shown(values.mine());
    }

    private static List<ConflictField> changed(Conflict conflict) {
        return conflict.fields().stream()
                .filter(field -> field.values().changed())
                .toList();
    }

    private static String original(Conflict conflict) {
        return conflict.baseKnown() ? "<th scope=\"col\">Original</th>" : "";
    }

    private void decide(Page page, Conflict conflict, SentForm sent) {
        List<ConflictField> changed = changed(conflict);
        List<ConflictField> open =
                changed.stream().filter(field -> field.values().open()).toList();
        String version = sent.versionField(conflict.expectedVersion()).orElseThrow();
        page.html("<form method=\"post\" action=\"?\">"); // To this very address; its query is among the fields.
        Set<String> decided = changed.stream().map(ConflictField::field).collect(Collectors.toSet());
        sent.fields().forEach((name, values) -> {
            if (name.equals(version)) {
                hidden(page, name, String.valueOf(conflict.currentVersion()));
            } else if (!decided.contains(name)) {
                values.forEach(value -> hidden(page, name, value));
            }
        });
        if (!open.isEmpty()) {
            page.html("<h2>Which one is right?</h2>");
        }
        open.forEach(field -> choose(page, field, conflict.baseKnown()));
        List<ConflictField> merged =
                changed.stream().filter(field -> !field.values().open()).toList();
        if (!merged.isEmpty()) {
            page.html("<h2>Merged</h2>\n<p>Of these, nobody has to choose.</p>\n<dl>");
            merged.forEach(field -> {
                hidden(page, field.field(), SentForm.written(field.values().merged()));
                page.html("<dt>%s</dt>", text(capitalized(label(field))))
                        .html("<dd>%s%s</dd>", shown(field.values().merged()), decided(field));
            });
            page.html("</dl>");
        }
        page.html("<div class=\"actions\"><button type=\"submit\">Save this</button></div>\n</form>");
    }

    private void choose(Page page, ConflictField field, boolean baseKnown) {
        page.html("<fieldset>\n<legend>%s</legend>", text(capitalized(label(field))));
        if (baseKnown) {
            page.html("<p>It was: %s</p>", shown(field.values().base()));
        }
        radio(page, field, "Theirs", field.values().theirs(), whose(field));
        radio(page, field, "Yours", field.values().mine(), "");
        page.html("</fieldset>");
    }

    private static void radio(Page page, ConflictField field, String side, @Nullable Object value, String whose) {
        page.html(
                "<label><input type=\"radio\" required name=\"%s\" value=\"%s\"> <b>%s:</b> %s%s</label>",
                text(field.field()), text(SentForm.written(value)), side, shown(value), whose);
    }

    /** How it came about; by a rule of the application's where both have changed it. */
    private String decided(ConflictField field) {
        return switch (field.values().outcome()) {
            case MINE -> field.values().changedByThem() ? " (yours, by a rule)" : " (yours)";
            case THEIRS ->
                FieldChange.same(field.values().mine(), field.values().base()) ? whose(field) : " (theirs, by a rule)";
            case COMBINED -> " (both together)";
            default -> " (the same for both)";
        };
    }

    private static void hidden(Page page, String name, String value) {
        page.html("<input type=\"hidden\" name=\"%s\" value=\"%s\">", text(name), text(value));
    }

    private static String label(ConflictField field) {
        return words(field.field());
    }

    private static String shown(@Nullable Object value) {
        String written = SentForm.written(value);
        return written.isEmpty() ? "<i>empty</i>" : "<bdi>%s</bdi>".formatted(text(written));
    }

    private String whose(ConflictField field) {
        if (field.changedBy() == null) {
            return "";
        }
        String at = field.changedAt() == null ? "" : ", " + times.of(field.changedAt());
        return " (%s%s)".formatted(text(field.changedBy()), at);
    }
}
