package io.heldby.demo.underwriting;

import io.heldby.demo.Holders;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.Answered;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockId;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** For administrators, see {@code SignIn}: which policies are closed, who asks for them, and a way to open one. */
@Controller
@RequestMapping("/admin/locks")
class AdminLocks {

    private final Cabinet cabinet;
    private final Holders holders;
    private final LockManager locks;

    AdminLocks(Cabinet cabinet, Holders holders, LockManager locks) {
        this.cabinet = cabinet;
        this.holders = holders;
        this.locks = locks;
    }

    /** A policy that somebody is working on, and everybody who asks for it. */
    public record ClosedPolicy(PolicyRow cover, LockView lock, List<HandOverRequest> requests) {}

    @GetMapping
    String list(Model model) {
        Map<String, LockView> policies = holders.of(SharedVersions.TYPE);
        List<HandOverRequest> asked = locks.releaseRequests("", 500);
        List<ClosedPolicy> closed = new ArrayList<>();
        for (PolicyRow cover : cabinet.covers()) {
            LockView lock = policies.get(Policy.versionIdOf(cover.number()));
            if (lock != null) {
                closed.add(new ClosedPolicy(
                        cover,
                        lock,
                        asked.stream()
                                .filter(request -> request.lockId().equals(lock.lockId()))
                                .toList()));
            }
        }
        model.addAttribute("closed", closed);
        return "underwriting/admin";
    }

    /** Ends exactly the lock that was on the screen, not one that may have followed it on the same policy. */
    @PostMapping("/policy/{number:\\d{1,9}}/release")
    String release(
            @PathVariable long number,
            @RequestParam String lockId,
            @RequestParam String reason,
            @ModelAttribute("me") Person me,
            RedirectAttributes next) {
        LockId shown = LockId.parse("", lockId);
        if (reason.isBlank() || reason.length() > 200) {
            next.addFlashAttribute("refused", "Please say why, in at most 200 characters: the holder is told.");
            return "redirect:/admin/locks";
        }
        ForceRelease result = cabinet.isLockOf(shown, number)
                ? locks.forceRelease(shown, me.displayName(), reason.strip())
                : ForceRelease.CHANGED_HANDS;
        next.addFlashAttribute(result == ForceRelease.BROKEN ? "done" : "refused", sentence(result, number));
        return "redirect:/admin/locks";
    }

    /** The lock stays; whoever asked reads why. */
    @PostMapping("/policy/{number:\\d{1,9}}/decline")
    String decline(
            @PathVariable long number,
            @RequestParam String lockId,
            @RequestParam UUID requestId,
            @RequestParam String message,
            @ModelAttribute("me") Person me,
            RedirectAttributes next) {
        LockId shown = LockId.parse("", lockId);
        if (message.isBlank() || message.length() > 200) {
            next.addFlashAttribute("refused", "Please say why not, in at most 200 characters.");
            return "redirect:/admin/locks";
        }
        Answered answer = locks.declineRelease(shown, requestId, me.displayName(), message.strip());
        if (answer instanceof Answered.Done done) {
            next.addFlashAttribute(
                    "done",
                    "%s is told why policy %d stays closed."
                            .formatted(done.request().asker().displayName(), number));
        } else {
            next.addFlashAttribute(
                    "refused",
                    answer instanceof Answered.Busy
                            ? sentence(ForceRelease.BUSY, number)
                            : "That request was over already. Here is what is asked now.");
        }
        return "redirect:/admin/locks";
    }

    private static String sentence(ForceRelease result, long number) {
        return switch (result) {
            case BROKEN, BREAKING ->
                "Policy %d is free. Its holder is told that it was you, and why.".formatted(number);
            case CHANGED_HANDS -> "That lock was over already, so nothing was changed. Here is who holds what now.";
            case BUSY -> "Policy %d is being saved at this moment. Please try again in a second.".formatted(number);
        };
    }
}
