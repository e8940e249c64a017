package io.heldby.demo.underwriting;

import io.heldby.demo.PageLock;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The cabinet of policies, the policy that one is working on, and the notice that somebody else is. */
@Controller
@RequestMapping("/underwriting")
class UnderwritingPages {

    private static final String POLICY = "/policies/{number:\\d{1,9}}";

    private final Cabinet cabinet;
    private final EditPolicy editPolicy;
    private final SavePolicy savePolicy;
    private final Edits edits;

    UnderwritingPages(Cabinet cabinet, EditPolicy editPolicy, SavePolicy savePolicy, Edits edits) {
        this.cabinet = cabinet;
        this.editPolicy = editPolicy;
        this.savePolicy = savePolicy;
        this.edits = edits;
    }

    @GetMapping
    String policies(Model model) {
        model.addAttribute("policies", cabinet.covers());
        return "underwriting/policies";
    }

    @GetMapping(POLICY)
    String open(@PathVariable long number, Model model, HttpServletResponse response) throws SQLException {
        EditPolicy.Outcome outcome = editPolicy.run(number);
        if (outcome instanceof EditPolicy.Outcome.Closed closed) {
            response.setStatus(HttpStatus.LOCKED.value());
            return notice(number, closed.denied(), model);
        }
        EditPolicy.Outcome.Opened opened = (EditPolicy.Outcome.Opened) outcome;
        return form(opened, opened.file().version(), Map.of(), model);
    }

    private static String form(EditPolicy.Outcome.Opened opened, long version, Map<String, String> typed, Model model) {
        model.addAttribute("pageLock", PageLock.of(opened.lease()));
        model.addAttribute("lease", opened.lease());
        model.addAttribute("file", opened.file());
        model.addAttribute("version", version);
        model.addAttribute("typed", typed);
        model.addAttribute("perils", Peril.values());
        return "underwriting/policy";
    }

    private String notice(long number, Denied denied, Model model) {
        Optional<LockView> holder = denied.holders().stream().findFirst();
        model.addAttribute("number", number);
        model.addAttribute("holder", holder.orElse(null));
        // Under this name the reader asks, waits and goes on; with the lock, the page loads again.
        model.addAttribute("editingSession", edits.ownerFor(key(number)).session());
        return "underwriting/notice";
    }

    @PostMapping(POLICY)
    String save(
            @PathVariable long number,
            @RequestParam long version,
            @ModelAttribute PageLock pageLock,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        PolicyChange change = PolicyChange.read(typed);
        if (!change.problems().isEmpty()) {
            return notValid(number, version, change, typed, model, response);
        }
        try {
            Euros premium = savePolicy.run(number, handle(number, pageLock), version, change, me);
            next.addFlashAttribute(
                    "heldbySaved", key(number).type() + "/" + key(number).id());
            next.addFlashAttribute("done", "Policy %d is saved; its premium is %s a year.".formatted(number, premium));
            return "redirect:/underwriting";
        } catch (LockLostException lost) {
            model.addAttribute("loss", lost.loss());
        } catch (LockNotHeldException elsewhere) {
            model.addAttribute("holder", elsewhere.holder().orElse(null));
        } catch (ConflictException changed) {
            model.addAttribute("conflict", changed.conflicts().get(0));
        }
        return notSaved(number, change, model, response);
    }

    /** The lock stays, and so does what was typed. So does its version, in case the lock was lost unnoticed. */
    private String notValid(
            long number,
            long version,
            PolicyChange change,
            Map<String, String> typed,
            Model model,
            HttpServletResponse response)
            throws SQLException {
        EditPolicy.Outcome outcome = editPolicy.run(number);
        if (outcome instanceof EditPolicy.Outcome.Closed closed) {
            model.addAttribute(
                    "holder", closed.denied().holders().stream().findFirst().orElse(null));
            return notSaved(number, change, model, response);
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("problems", change.problems());
        return form((EditPolicy.Outcome.Opened) outcome, version, typed, model);
    }

    private static String notSaved(long number, PolicyChange change, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("number", number);
        model.addAttribute("lines", change.lines());
        return "underwriting/not-saved";
    }

    @PostMapping(POLICY + "/close")
    String close(@PathVariable long number, @ModelAttribute PageLock pageLock, RedirectAttributes next) {
        edits.cancel(handle(number, pageLock));
        // What was typed is not wanted any more.
        next.addFlashAttribute(
                "heldbySaved", key(number).type() + "/" + key(number).id());
        return "redirect:/underwriting";
    }

    private static LockKey key(long number) {
        return SharedVersions.key("", Policy.versionIdOf(number));
    }

    private EditHandle handle(long number, PageLock pageLock) {
        return pageLock.handle(edits, SharedVersions.TYPE, Policy.versionIdOf(number));
    }
}
