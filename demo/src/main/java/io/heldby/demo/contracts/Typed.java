package io.heldby.demo.contracts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * Makes values of what was typed.
 *
 * @param problems filled with a sentence for each field that cannot be stored; its value is then any
 */
record Typed(Map<String, String> fields, Map<String, String> problems) {

    private static final int LONGEST_LINE = 100;

    String line(String name, String whenEmpty) {
        String text = optionalLine(name);
        if (text.isEmpty()) {
            problems.put(name, whenEmpty);
        }
        return text;
    }

    String optionalLine(String name) {
        String text = text(name);
        if (text.length() > LONGEST_LINE) {
            problems.put(
                    name, "Please use at most %d characters; these are %d.".formatted(LONGEST_LINE, text.length()));
        }
        return text;
    }

    int count(String name, int least, int most) {
        String text = text(name);
        int number = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            problems.put(name, "Please enter a number from %d to %,d.".formatted(least, most));
            return least;
        }
        return number;
    }

    /** Of money. */
    BigDecimal amount(String name) {
        String text = text(name).replace(",", "");
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,2})?")) {
            problems.put(name, "Please enter euros and cents, such as 1,250.00.");
            return BigDecimal.ZERO;
        }
        return new BigDecimal(text).setScale(2, RoundingMode.UNNECESSARY);
    }

    BigDecimal perCent(String name) {
        String text = text(name);
        if (!text.matches("[0-9]{1,2}(\\.[0-9])?")) {
            problems.put(name, "Please enter a percentage from 0 to 99.9.");
            return BigDecimal.ZERO;
        }
        return new BigDecimal(text).setScale(1, RoundingMode.UNNECESSARY);
    }

    private String text(String name) {
        return fields.getOrDefault(name, "");
    }
}
