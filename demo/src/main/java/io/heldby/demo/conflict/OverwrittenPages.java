package io.heldby.demo.conflict;

import io.heldby.demo.people.Person;
import java.sql.SQLException;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a person can do who was overwritten. */
@Controller
@RequestMapping("/overwritten/{entity}/{id}/{version}")
class OverwrittenPages {

    private final List<MergingSaves<?>> workplaces;
    private final Dismissed dismissed;

    OverwrittenPages(List<MergingSaves<?>> workplaces, Dismissed dismissed) {
        this.workplaces = workplaces;
        this.dismissed = dismissed;
    }

    @PostMapping("/restore")
    String restore(
            @PathVariable String entity,
            @PathVariable String id,
            @PathVariable long version,
            @ModelAttribute("me") Person me,
            RedirectAttributes next)
            throws SQLException {
        MergingSaves<?> saves = MergingSaves.of(entity, workplaces);
        if (saves.restore(me.displayName(), id, version)) {
            next.addFlashAttribute("done", "What was removed is back, as a new version.");
        } else {
            next.addFlashAttribute(
                    "refused", "Nothing was put back: all that was removed has been changed again since, or is back.");
        }
        return "redirect:" + saves.form().home();
    }

    @PostMapping("/dismiss")
    String dismiss(@PathVariable String entity, @PathVariable String id, @PathVariable long version) {
        dismissed.add(entity, id, version);
        return "redirect:" + MergingSaves.of(entity, workplaces).form().home();
    }
}
