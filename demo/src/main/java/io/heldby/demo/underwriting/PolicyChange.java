package io.heldby.demo.underwriting;

import io.heldby.demo.OneLine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an underwriter has typed into the form of a policy.
 *
 * @param sums the sum of each coverage, by its id
 * @param newPeril for a further coverage, if there is to be one
 * @param newClause for a further endorsement, if there is to be one
 * @param newInsured a further name, if there is to be one
 * @param problems what keeps it from being stored: a sentence for each field concerned, by the field's name
 * @param lines everything that was typed, by what people call it, to be shown when it could not be saved
 */
record PolicyChange(
        Map<String, Euros> sums,
        Optional<Peril> newPeril,
        Euros newSum,
        Optional<String> newClause,
        int newSurcharge,
        Optional<String> newInsured,
        Map<String, String> problems,
        Map<String, String> lines) {

    /** A field {@code sum.FIRE.<id>}: what it is of, for people, and which row. */
    private static final Pattern SUM = Pattern.compile("sum\\.([A-Z]+)\\.(.+)");

    static PolicyChange read(Map<String, String> typed) {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<String, Euros> sums = new HashMap<>();
        Map<String, String> lines = new LinkedHashMap<>();
        typed.forEach((field, text) -> {
            Matcher sum = SUM.matcher(field);
            if (sum.matches()) {
                sums.put(sum.group(2), euros(field, text, problems));
                lines.merge(Peril.valueOf(sum.group(1)).label(), text, "%s, %s"::formatted);
            }
        });
        Optional<Peril> peril = line("newPeril", typed, problems).map(Peril::valueOf);
        Optional<String> clause = line("newClause", typed, problems);
        if (peril.isEmpty() && !typed.getOrDefault("newSum", "").isBlank()) {
            problems.put("newPeril", "Please choose what this sum is for.");
        }
        if (clause.isEmpty() && !typed.getOrDefault("newSurcharge", "").isBlank()) {
            problems.put("newClause", "Please enter the clause that this surcharge is for.");
        }
        return new PolicyChange(
                sums,
                peril,
                peril.isEmpty() ? Euros.NOTHING : euros("newSum", typed.getOrDefault("newSum", ""), problems),
                clause,
                clause.isEmpty() ? 0 : perCent(typed.getOrDefault("newSurcharge", ""), problems),
                line("newInsured", typed, problems),
                problems,
                lines(lines, typed));
    }

    private static Map<String, String> lines(Map<String, String> lines, Map<String, String> typed) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("newPeril", "New coverage");
        labels.put("newSum", "Its sum");
        labels.put("newClause", "New clause");
        labels.put("newSurcharge", "Its surcharge");
        labels.put("newInsured", "New insured");
        labels.forEach((field, label) -> {
            if (!typed.getOrDefault(field, "").isBlank()) {
                lines.put(label, typed.getOrDefault(field, ""));
            }
        });
        return lines;
    }

    private static Optional<String> line(String field, Map<String, String> typed, Map<String, String> problems) {
        String text = OneLine.of(typed.get(field));
        if (text.length() > 100) {
            problems.put(field, "Please use at most 100 characters; these are %d.".formatted(text.length()));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Euros euros(String field, String text, Map<String, String> problems) {
        String digits = text.replaceAll("[\\s,]", "");
        if (!digits.matches("[0-9]{1,9}")) {
            problems.put(field, "Please enter whole euros, such as 250,000.");
            return Euros.NOTHING;
        }
        return Euros.whole(Long.parseLong(digits));
    }

    private static int perCent(String text, Map<String, String> problems) {
        if (!text.strip().matches("[0-9]{1,2}")) {
            problems.put("newSurcharge", "Please enter a number from 0 to 99.");
            return 0;
        }
        return Integer.parseInt(text.strip());
    }
}
