package com.example.bikeshop;

import io.heldby.testkit.TwoWriters;

/** Two writers at one form of the shop: one person, who has it open in two tabs, or in eight. */
public final class TwoTabs {

    private TwoTabs() {}

    /**
     * Makes them.
     *
     * @param path of the form
     * @param field into which they write
     */
    public static TwoWriters of(Person person, String path, String field) {
        return TwoWriters.on(
                () -> {
                    try (Person tab = person.inAnotherTab()) {
                        tab.opens(path);
                        return answer(tab);
                    }
                },
                (read, text) -> {
                    try (Person tab = person.inAnotherTab()) {
                        tab.hasOpen(path, read.body());
                        tab.types(field, text);
                        tab.saves();
                        return answer(tab);
                    }
                });
    }

    private static TwoWriters.Answer answer(Person tab) {
        return new TwoWriters.Answer(tab.status(), null, tab.html());
    }
}
