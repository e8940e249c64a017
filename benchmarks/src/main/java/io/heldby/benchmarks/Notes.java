package io.heldby.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Written by hand, for a bar that was missed: what the profile showed and what was tried. */
final class Notes {

    private static final Properties NOTES = load();

    private Notes() {}

    /** The note for this bar on this server, or else the one for the bar anywhere. */
    static String on(String profile, String bar) {
        return NOTES.getProperty(
                profile + "." + bar,
                NOTES.getProperty(bar, "Nothing has been found out about it yet: it was met in earlier runs."));
    }

    private static Properties load() {
        Properties notes = new Properties();
        try {
            notes.load(new StringReader(Report.resource("not-met.properties")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return notes;
    }
}
