package io.heldby.demo.conflict;

import io.heldby.demo.conflict.SaveResult.Deleted;
import io.heldby.demo.conflict.SaveResult.Invalid;
import io.heldby.demo.conflict.SaveResult.Saved;
import io.heldby.demo.conflict.SaveResult.Undecided;
import io.heldby.spring.http.ConflictDocuments;
import io.heldby.version.Conflict;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/**
 * For editors whose conflicts are decided in the browser: after a refused save the editor shows its form again, and the dialog
 * opens over it. The templates are {@code refused} and {@code dialog} in {@code conflict/bits.html}.
 */
@Component
public class ConflictDialogs {

    private final ConflictDocuments documents;
    private final OverwriteReasons reasons;

    ConflictDialogs(ConflictDocuments documents, OverwriteReasons reasons) {
        this.documents = documents;
        this.reasons = reasons;
    }

    /**
     * Saves as the form, or the person in the dialog, wants it.
     *
     * @param by who, as people know them
     */
    public SaveResult save(SentSave sent, String by, MergingSaves<?> saves, String id) throws SQLException {
        ConflictAnswer answer = sent.answer();
        if (sent.recreate()) {
            return saves.recreate(by, id, answer);
        }
        if (sent.reason() == null || answer.shown() == null) {
            return saves.save(by, id, answer);
        }
        SaveResult result = saves.force(by, id, answer);
        if (result instanceof Saved) {
            reasons.keep(saves.form().entity(), id, answer.shown() + 1, sent.reason());
        }
        return result;
    }

    /**
     * Adds to the page what was in the way of the save.
     *
     * @throws IllegalArgumentException when nothing was
     */
    public void show(SaveResult refused, Model model, HttpServletResponse response) {
        if (refused instanceof Undecided undecided) {
            ConflictPage page = undecided.page();
            ask(page.conflict(), page.answer(), model);
            response.setStatus(status(page.hasProblems()));
        } else if (refused instanceof Deleted deleted) {
            ask(deleted.conflict(), deleted.answer(), model);
            response.setStatus(status(false));
        } else if (refused instanceof Invalid) {
            response.setStatus(status(true));
        } else {
            throw new IllegalArgumentException("%s was not refused".formatted(refused));
        }
    }

    private void ask(Conflict conflict, ConflictAnswer answer, Model model) {
        model.addAttribute("conflict", conflict);
        model.addAttribute("conflictDocument", documents.of(conflict));
        model.addAttribute("base", answer.base());
    }

    private static int status(boolean invalid) {
        return (invalid ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.CONFLICT).value();
    }
}
