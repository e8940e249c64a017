package io.heldby.demo.locks;

import io.heldby.demo.people.Person;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** For operators, see {@code SignIn}: who holds what, and a way to end it that tells the holder why. */
@Controller
@RequestMapping("/locks")
class CurrentLocks {

    private final LockManager locks;

    CurrentLocks(LockManager locks) {
        this.locks = locks;
    }

    /** The rows alone, for {@code js/live.js}. */
    @GetMapping("/rows")
    String rows(@RequestParam(required = false) @Nullable String cursor, Model model) {
        list(cursor, model);
        return "locks/current :: rows";
    }

    @GetMapping
    String list(@RequestParam(required = false) @Nullable String cursor, Model model) {
        LockPage page = locks.find(LockQuery.all("").after(cursor));
        model.addAttribute("locks", page.locks());
        model.addAttribute("next", page.next());
        model.addAttribute("cursor", cursor);
        return "locks/current";
    }

    /** Ends exactly the lock that was on the screen, not one that may have followed it on the same record. */
    @PostMapping("/{lockId}/force-release")
    String forceRelease(
            @PathVariable String lockId,
            @RequestParam String reason,
            @ModelAttribute("me") Person me,
            RedirectAttributes next) {
        LockId shown = LockId.parse("", lockId);
        if (reason.isBlank() || reason.length() > 200) {
            next.addFlashAttribute("refused", "Please say why, in at most 200 characters: the holder is told.");
            return "redirect:/locks";
        }
        ForceRelease result = locks.forceRelease(shown, me.displayName(), reason.strip());
        next.addFlashAttribute(result == ForceRelease.BROKEN ? "done" : "refused", sentence(result));
        return "redirect:/locks";
    }

    private static String sentence(ForceRelease result) {
        return switch (result) {
            case BROKEN, BREAKING -> "The lock is released. Its holder is told that it was you, and why.";
            case CHANGED_HANDS -> "That lock was over already, so nothing was changed. Here is who holds what now.";
            case BUSY -> "A save under that lock is being written at this moment. Please try again in a second.";
        };
    }
}
