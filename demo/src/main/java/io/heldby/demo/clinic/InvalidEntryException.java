package io.heldby.demo.clinic;

import java.util.Map;

/** What was typed cannot be stored as it is; the lock stays, so that it can be corrected. */
final class InvalidEntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> problems;

    /** @param problems a sentence for each field concerned, by the field's name */
    InvalidEntryException(Map<String, String> problems) {
        super(String.join(" ", problems.values()));
        this.problems = problems;
    }

    Map<String, String> problems() {
        return problems;
    }
}
