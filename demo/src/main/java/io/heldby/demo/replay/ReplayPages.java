package io.heldby.demo.replay;

import io.heldby.lock.LockManager;
import jakarta.servlet.http.HttpSession;
import java.sql.SQLException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.WebUtils;

/** Shows two people in one window. {@code js/replay.js} presses [Next step] by itself; without scripts the visitor does. */
@Controller
@RequestMapping("/replay")
class ReplayPages {

    private final List<Script> scripts;
    private final LockManager locks;

    ReplayPages(List<Script> scripts, LockManager locks) {
        this.scripts = scripts;
        this.locks = locks;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("scripts", scripts.stream().map(Script::about).toList());
        return "replay/list";
    }

    @GetMapping("/{path}")
    String show(@PathVariable String path, HttpSession session, Model model) throws SQLException {
        Script script = script(path);
        model.addAttribute("about", script.about());
        model.addAttribute("script", script.getClass().getSimpleName());
        model.addAttribute("shown", run(script, session).shown());
        return "replay/replay";
    }

    /** @param done how many steps the page had seen */
    @PostMapping("/{path}/next")
    String next(@PathVariable String path, @RequestParam int done, HttpSession session) throws SQLException {
        run(script(path), session).next(done);
        return "redirect:/replay/" + path;
    }

    @PostMapping("/{path}/again")
    String again(@PathVariable String path, HttpSession session) {
        session.removeAttribute(attribute(script(path))); // Which ends it.
        return "redirect:/replay/" + path;
    }

    /** Two requests of one visitor may come at once. */
    private Run run(Script script, HttpSession session) {
        synchronized (WebUtils.getSessionMutex(session)) {
            if (session.getAttribute(attribute(script)) instanceof Run underWay) {
                return underWay;
            }
            Run run = new Run(script.play(), locks);
            session.setAttribute(attribute(script), run);
            return run;
        }
    }

    private static String attribute(Script script) {
        return "replay " + script.about().path();
    }

    private Script script(String path) {
        return scripts.stream()
                .filter(script -> script.about().path().equals(path))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "there is no replay \"%s\"; see /replay".formatted(path)));
    }
}
