package io.heldby.demo.conflict;

import io.heldby.version.Conflict;
import java.util.List;
import java.util.Map;

/** What has become of a save. */
public sealed interface SaveResult {

    /**
     * It is stored.
     *
     * @param name of the record
     * @param mergedWith whose changes are stored beside it; empty when nobody was faster
     * @param overwritten whose changes it has undone, on purpose
     */
    record Saved(String name, List<Author> mergedWith, List<Author> overwritten) implements SaveResult {}

    /** What was typed cannot be stored, whoever else saved; by field. */
    record Invalid(Map<String, String> problems) implements SaveResult {}

    /** A person has to decide. Nothing was written. */
    record Undecided(ConflictPage page) implements SaveResult {}

    /** The record is gone. Nothing was written. */
    record Deleted(Conflict conflict, ConflictAnswer answer) implements SaveResult {}

    /** What is wrong with what was typed, by field; empty when the form itself is in order. */
    default Map<String, String> problems() {
        return Map.of();
    }
}
