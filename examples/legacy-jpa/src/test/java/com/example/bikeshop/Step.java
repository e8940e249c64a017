package com.example.bikeshop;

import java.time.LocalTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a {@link RecordedRun}. */
public sealed interface Step {

    LocalTime time();

    String who();

    void by(Person person);

    record Opens(LocalTime time, String who, String path) implements Step {

        public Opens {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException(
                        "opens what? A path such as /customers is expected, not \"" + path + "\"");
            }
        }

        @Override
        public void by(Person person) {
            person.opens(path);
        }
    }

    record Saves(LocalTime time, String who, Map<String, String> typed) implements Step {

        private static final Pattern COMMA = Pattern.compile(",\\s*(?=[\\w.\\[\\]]+=)");
        private static final Pattern FIELD = Pattern.compile("([\\w.\\[\\]]+)=(.*)");

        static Saves of(LocalTime time, String who, String rest) {
            Map<String, String> typed = new LinkedHashMap<>();
            for (String part : rest.isEmpty() ? new String[0] : COMMA.split(rest)) {
                Matcher field = FIELD.matcher(part);
                if (!field.matches()) {
                    throw new IllegalArgumentException("saves what? field=value is expected, not \"" + part + "\"");
                }
                if (typed.put(field.group(1), field.group(2).strip()) != null) {
                    throw new IllegalArgumentException("types " + field.group(1) + " twice");
                }
            }
            return new Saves(time, who, Collections.unmodifiableMap(typed));
        }

        @Override
        public void by(Person person) {
            typed.forEach(person::types);
            person.saves();
        }
    }
}
