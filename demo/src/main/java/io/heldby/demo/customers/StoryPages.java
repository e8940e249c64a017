package io.heldby.demo.customers;

import io.heldby.demo.conflict.History;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import jakarta.servlet.http.HttpSession;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tells a story in one browser window: every press of [Next step] performs the real operation. */
@Controller
@RequestMapping("/customers/{desk:unprotected|optimistic|pessimistic}/story")
class StoryPages {

    private final List<StoryScript> scripts;
    private final Customers customers;
    private final LockManager locks;
    private final Edits edits;
    private final MergingSaves<Customer> saves;
    private final History history;

    StoryPages(
            List<StoryScript> scripts,
            Customers customers,
            LockManager locks,
            Edits edits,
            MergingSaves<Customer> saves,
            History history) {
        this.scripts = scripts;
        this.customers = customers;
        this.locks = locks;
        this.edits = edits;
        this.saves = saves;
        this.history = history;
    }

    @GetMapping
    String show(@PathVariable("desk") String path, HttpSession session, Model model) throws SQLException {
        StoryScript script = script(path);
        model.addAttribute("desks", Desk.open());
        model.addAttribute("desk", script.desk());
        model.addAttribute("steps", script.steps());
        Optional<Story> story = current(script, session);
        model.addAttribute("done", story.map(Story::stepsDone).orElse(0));
        if (story.isPresent()) {
            describe(story.get(), model);
        }
        return "customers/story";
    }

    private void describe(Story story, Model model) throws SQLException {
        model.addAttribute("told", story.told);
        model.addAttribute("screens", List.of(story.leia, story.luke));
        model.addAttribute("page", story.conflict);
        model.addAttribute("history", history.of(saves.form(), String.valueOf(story.customer())));
        model.addAttribute("stored", customers.load(Desk.STORY, story.customer()));
        model.addAttribute(
                "holders", locks.holders(LockKey.of(PessimisticEditor.TYPE, String.valueOf(story.customer()))));
    }

    @PostMapping("/next")
    String next(@PathVariable("desk") String path, @RequestParam int done, HttpSession session) throws SQLException {
        StoryScript script = script(path);
        Story story = current(script, session).orElse(null);
        if (story == null) {
            story = begin(script, session);
        }
        if (done < script.steps().size() && story.next(done)) {
            script.steps().get(done).play().on(story);
        }
        return "redirect:" + script.desk().path() + "/story";
    }

    @PostMapping("/restart")
    String restart(@PathVariable("desk") String path, HttpSession session) throws SQLException {
        StoryScript script = script(path);
        Optional<Story> story = current(script, session);
        if (story.isPresent()) {
            end(story.get());
        }
        session.removeAttribute(attribute(script));
        return "redirect:" + script.desk().path() + "/story";
    }

    private Story begin(StoryScript script, HttpSession session) throws SQLException {
        Story story =
                new Story(script.desk(), customers.addZapp(Desk.STORY, "Import").id());
        session.setAttribute(attribute(script), story);
        return story;
    }

    private void end(Story story) throws SQLException {
        EditHandle held = story.held;
        if (held != null) {
            edits.cancel(held);
        }
        customers.delete(customers.load(Desk.STORY, story.customer()));
    }

    private static Optional<Story> current(StoryScript script, HttpSession session) {
        return Optional.ofNullable((Story) session.getAttribute(attribute(script)));
    }

    private static String attribute(StoryScript script) {
        return "story " + script.desk();
    }

    private StoryScript script(String path) {
        Desk desk = Desk.valueOf(path.toUpperCase(Locale.ROOT));
        return scripts.stream()
                .filter(script -> script.desk() == desk)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the desk " + desk + " has no story"));
    }
}
