package io.heldby.demo.contracts;

import io.heldby.demo.conflict.ConflictPage;
import io.heldby.version.Conflict;
import java.util.List;

/** What has become of a save. Unless it is stored, nothing was written. */
sealed interface Outcome {

    /**
     * All of it is stored.
     *
     * @param notes what others had saved meanwhile and is stored beside it, a sentence each
     */
    record Stored(List<String> notes) implements Outcome {}

    /** The form is open, still: what was typed cannot be stored, or nothing was to be written. */
    record Editing(ContractForm form) implements Outcome {}

    /** A person has to decide about fields that both sides have changed. */
    record Undecided(Part part, ConflictPage page) implements Outcome {}

    /** The customer has moved to where the tax is another. */
    record Moved(ContractForm form, TaxMove move, List<String> notes) implements Outcome {}

    record Deleted(ContractForm form, Conflict conflict) implements Outcome {}
}
