package io.heldby.demo.clinic;

import io.heldby.lock.LockView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run over the recurring plans has done.
 *
 * @param processed names of the patients whose plans were issued
 */
public record PlansReport(int round, List<String> processed, List<Skipped> skipped) {

    /**
     * A patient whom somebody was working on. Their plans are issued by the next run.
     *
     * @param holder null when their lock was just being given back
     */
    public record Skipped(String patient, @Nullable LockView holder) {

        String who() {
            return holder == null ? "Somebody" : holder.owner().displayName();
        }
    }

    /** Such as {@code 7 processed, 3 skipped: Dr Green is editing Amy Wong and Philip Fry; Dr White is editing …}. */
    public String sentence() {
        if (skipped.isEmpty()) {
            return processed.size() + " processed, nobody skipped.";
        }
        Map<String, List<String>> byHolder = skipped.stream()
                .collect(Collectors.groupingBy(
                        Skipped::who, LinkedHashMap::new, Collectors.mapping(Skipped::patient, Collectors.toList())));
        List<String> reasons = new ArrayList<>();
        byHolder.forEach((who, patients) -> reasons.add(who + " is editing " + enumerated(patients)));
        return "%d processed, %d skipped: %s.".formatted(processed.size(), skipped.size(), String.join("; ", reasons));
    }

    private static String enumerated(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
