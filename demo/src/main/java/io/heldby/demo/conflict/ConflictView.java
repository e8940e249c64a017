package io.heldby.demo.conflict;

import io.heldby.demo.conflict.SaveResult.Deleted;
import io.heldby.demo.conflict.SaveResult.Invalid;
import io.heldby.demo.conflict.SaveResult.Saved;
import io.heldby.demo.conflict.SaveResult.Undecided;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Shows what has become of a save.
 *
 * @param form of the record
 * @param action under which {@code /decide}, {@code /overwrite}, {@code /force}, {@code /compare} and {@code /recreate} are
 * @param id of the record
 */
public record ConflictView(RecordForm<?> form, String action, String id) {

    /** For records whose {@link MergingSaves} are a bean: {@link ConflictPages} answers for all of these. */
    public static ConflictView of(RecordForm<?> form, String id) {
        return new ConflictView(form, "/conflict/" + form.entity() + "/" + id, id);
    }

    /**
     * A view for all but {@link Invalid}, which only the workplace's own editor can show.
     *
     * @throws IllegalArgumentException for that
     */
    public String show(SaveResult result, Model model, HttpServletResponse response, RedirectAttributes next) {
        if (result instanceof Saved saved) {
            return saved(form, id, saved, next);
        }
        addTo(model);
        if (result instanceof Undecided undecided) {
            ConflictPage page = undecided.page();
            response.setStatus(
                    page.hasProblems() ? HttpStatus.UNPROCESSABLE_CONTENT.value() : HttpStatus.CONFLICT.value());
            model.addAttribute("page", page);
            return "conflict/page";
        }
        if (result instanceof Deleted deleted) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", deleted.conflict());
            model.addAttribute("answer", deleted.answer());
            return "conflict/deleted";
        }
        throw new IllegalArgumentException("the editor has to show %s".formatted(result));
    }

    /** The list, which says so; and to the browser, that it need not keep the draft. */
    public static String saved(RecordForm<?> form, String id, Saved saved, RedirectAttributes next) {
        next.addFlashAttribute("saved", saved);
        next.addFlashAttribute("heldbySaved", form.entity() + "/" + id);
        next.addFlashAttribute("untold", !form.tellsOverwritten());
        return "redirect:" + form.home();
    }

    /** What people call the record, as the person wants it. */
    public String name(ConflictAnswer answer) {
        return form.nameOf(id, answer.mine());
    }

    /** What overwriting would remove, to be confirmed. */
    String confirm(SaveResult result, Model model, HttpServletResponse response, RedirectAttributes next) {
        if (result instanceof Undecided undecided && undecided.page().current()) {
            addTo(model);
            model.addAttribute("page", undecided.page());
            return "conflict/overwrite";
        }
        return show(result, model, response, next);
    }

    private void addTo(Model model) {
        model.addAttribute("view", this);
    }
}
