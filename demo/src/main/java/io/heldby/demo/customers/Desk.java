package io.heldby.demo.customers;

import java.util.List;
import java.util.Locale;

/** One and the same desk, with three ways of dealing with two people at once. Each has customers of its own. */
public enum Desk {
    UNPROTECTED("No protection", "Who saves last wins, and nobody is told."),
    OPTIMISTIC("Optimistic", "Everybody may edit. Who saves second is told who was first, and decides."),
    PESSIMISTIC("Pessimistic", "Who opens first edits. Everybody else sees who that is, and reads."),
    /** Records of the guided stories: each belongs to one visitor and is in no list. */
    STORY("Story", "");

    private final String title;
    private final String summary;

    Desk(String title, String summary) {
        this.title = title;
        this.summary = summary;
    }

    /** Those that people can sit down at. */
    public static List<Desk> open() {
        return List.of(UNPROTECTED, OPTIMISTIC, PESSIMISTIC);
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
}
