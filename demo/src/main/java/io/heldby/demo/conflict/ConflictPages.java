package io.heldby.demo.conflict;

import io.heldby.demo.people.Person;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a person can do on the conflict page, of whatever workplace has one. */
@Controller
@RequestMapping("/conflict/{entity}/{id}")
class ConflictPages {

    private final List<MergingSaves<?>> workplaces;

    ConflictPages(List<MergingSaves<?>> workplaces) {
        this.workplaces = workplaces;
    }

    /**
     * {@code decide}: what both sides changed is stored together, as the person has decided. {@code compare}: back from the
     * confirmation, with all choices. {@code force}: mine over theirs. {@code recreate}: mine again, after a deletion.
     */
    @PostMapping("/{action:decide|compare|force|recreate}")
    String answer(
            @PathVariable String entity,
            @PathVariable String id,
            @PathVariable String action,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        MergingSaves<?> saves = saves(entity, model);
        ConflictAnswer answer = ConflictAnswer.read(sent);
        SaveResult result = switch (action) {
            case "decide" -> saves.save(me.displayName(), id, answer);
            case "force" -> saves.force(me.displayName(), id, answer);
            case "recreate" -> saves.recreate(me.displayName(), id, answer);
            default -> saves.compare(me.displayName(), id, answer);
        };
        return view(saves, id).show(result, model, response, next);
    }

    /** Lists what overwriting would remove, and writes nothing. */
    @PostMapping("/overwrite")
    String overwrite(
            @PathVariable String entity,
            @PathVariable String id,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        MergingSaves<?> saves = saves(entity, model);
        return view(saves, id)
                .confirm(saves.compare(me.displayName(), id, ConflictAnswer.read(sent)), model, response, next);
    }

    private static ConflictView view(MergingSaves<?> saves, String id) {
        return ConflictView.of(saves.form(), id);
    }

    private MergingSaves<?> saves(String entity, Model model) {
        MergingSaves<?> saves = MergingSaves.of(entity, workplaces);
        if (!saves.form().asksOnPages()) {
            throw new NoSuchRecordException("conflict page of a " + saves.form().noun(), "");
        }
        model.addAttribute("workplace", saves.form().workplace());
        return saves;
    }
}
