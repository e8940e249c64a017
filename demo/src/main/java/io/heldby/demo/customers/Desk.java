package io.heldby.demo.customers;

import java.util.List;
import java.util.Locale;

/** One and the same desk, with three ways of dealing with two people at once. Each has customers of its own. */
public enum Desk {
    UNPROTECTED("No protection", "Who saves last wins, and nobody is told."),
    OPTIMISTIC("Optimistic", "Everybody may edit. Who saves second is told who was first, and decides."),
    PESSIMISTIC("Pessimistic", "Who opens first edits. Everybody else sees who that is, and reads.");

    private final String title;
    private final String summary;

    Desk(String title, String summary) {
        this.title = title;
        this.summary = summary;
    }

    public static List<Desk> all() {
        return List.of(values());
    }

    public String title() {
        return title;
    }

    public String summary() {
        return summary;
    }

    /** Its place under {@code /customers}. */
    public String path() {
        return "/customers/" + name().toLowerCase(Locale.ROOT);
    }

    /** Where two people play the same by themselves. */
    public String replay() {
        return "/replay/customer-desk-" + name().toLowerCase(Locale.ROOT);
    }
}
