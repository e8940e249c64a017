package io.heldby.demo.conflict;

import io.heldby.jdbc.unitofwork.Versioned;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The form of one record, as it is opened, and what becomes of it when it is sent.
 *
 * @param page the template of the form
 */
public record Editor<T>(MergingSaves<T> saves, String page) {

    /** The form with what is stored. */
    public String open(long id, Versioned<T> loaded, Model model) {
        model.addAttribute("loaded", loaded);
        return show(
                id,
                ConflictAnswer.first(
                        SaveIds.newForm(), loaded.version(), saves.form().texts(loaded.value())),
                Map.of(),
                model);
    }

    /**
     * Saves: then comes the page behind the form, the form again with what is wrong in it, or the conflict page.
     *
     * @param saveId that the form had
     * @param sent all parameters of the request
     * @param by who, as people know them
     */
    public String save(
            long id,
            long version,
            String saveId,
            Map<String, String> sent,
            String by,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        ConflictAnswer answer =
                ConflictAnswer.first(saveId, version, saves.form().typed(sent));
        SaveResult result = saves.save(by, String.valueOf(id), answer);
        if (result instanceof SaveResult.Invalid invalid) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(id, answer, invalid.problems(), model);
        }
        return ConflictView.of(saves.form(), String.valueOf(id)).show(result, model, response, next);
    }

    /** The form with what was typed, and what is wrong with it by field. */
    public String show(long id, ConflictAnswer answer, Map<String, String> problems, Model model) {
        model.addAttribute("id", id);
        model.addAttribute("answer", answer);
        model.addAttribute("fields", saves.form().fields());
        model.addAttribute("problems", problems);
        return page;
    }
}
