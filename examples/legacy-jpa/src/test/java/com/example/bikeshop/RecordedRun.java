package com.example.bikeshop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What several people did in the shop, read from a text that has one step on a line, each at a later time:
 *
 * <pre>
 * # Ana moves the club to Breda.
 * 09:02 ana   opens  /customers/1/edit
 * 09:05 ana   saves  phone=030-555, city=Breda
 * </pre>
 *
 * {@code saves} types the values into the page that the person has open, and sends its form.
 */
public final class RecordedRun {

    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)\\s*(.*)");

    private final String name;
    private final SortedMap<Integer, Step> steps;

    private RecordedRun(String name, SortedMap<Integer, Step> steps) {
        this.name = name;
        this.steps = Collections.unmodifiableSortedMap(steps);
    }

    /**
     * Reads a run that travels with the tests.
     *
     * @param resource on the class path, such as {@code a-morning.txt}
     */
    public static RecordedRun read(String resource) {
        try (InputStream text = RecordedRun.class.getResourceAsStream("/" + resource)) {
            if (text == null) {
                throw new IllegalArgumentException("there is no " + resource + " on the class path");
            }
            return parse(resource, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Reads a run from its text.
     *
     * @param name for messages
     * @throws IllegalArgumentException naming the first line that is no step
     */
    public static RecordedRun parse(String name, String text) {
        SortedMap<Integer, Step> steps = new TreeMap<>();
        List<String> lines = text.lines().map(String::strip).toList();
        LocalTime last = LocalTime.MIN;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                Step step = step(line);
                if (!steps.isEmpty() && !step.time().isAfter(last)) {
                    throw new IllegalArgumentException("is not later than the step before, at " + last);
                }
                last = step.time();
                steps.put(i + 1, step);
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("%s:%d: %s: %s".formatted(name, i + 1, line, bad.getMessage()), bad);
            }
        }
        return new RecordedRun(name, steps);
    }

    private static Step step(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a line is TIME WHO opens PATH, or TIME WHO saves FIELD=VALUE, …");
        }
        LocalTime time = time(parts.group(1));
        String who = parts.group(2);
        return switch (parts.group(3)) {
            case "opens" -> new Step.Opens(time, who, parts.group(4));
            case "saves" -> Step.Saves.of(time, who, parts.group(4));
            default -> throw new IllegalArgumentException("one opens or saves, nobody " + parts.group(3));
        };
    }

    private static LocalTime time(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException bad) {
            throw new IllegalArgumentException("the time must be like 09:05, not " + text, bad);
        }
    }

    public List<Step> steps() {
        return List.copyOf(steps.values());
    }

    /**
     * Plays all steps, each when the one before has been answered.
     *
     * @param shop its address, such as {@code http://localhost:8081}; everybody signs in before their first step
     * @return what the shop answered, in the order of the steps
     * @throws IllegalStateException naming the line that could not be played
     */
    public List<Answer> play(String shop) {
        Map<String, Person> people = new LinkedHashMap<>();
        List<Answer> answers = new ArrayList<>();
        try {
            steps.forEach((line, step) -> {
                try {
                    Person person = people.computeIfAbsent(step.who(), who -> Person.signedIn(who, shop));
                    step.by(person);
                    answers.add(new Answer(step, person.status(), person.path(), person.text()));
                } catch (RuntimeException failed) {
                    throw new IllegalStateException("%s:%d: %s".formatted(name, line, failed.getMessage()), failed);
                }
            });
        } finally {
            people.values().forEach(Person::close);
        }
        return answers;
    }

    /**
     * What the shop answered to a step.
     *
     * @param path of the page that the person then had open
     * @param text of that page, below its navigation
     */
    public record Answer(Step step, int status, String path, String text) {}
}
