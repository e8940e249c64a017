package io.heldby.demo.clinic;

import io.heldby.demo.PageLock;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockId;
import java.util.UUID;
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

/** The banner over a chart: who has the patient, who asks for it, and the answers. */
@Controller
@RequestMapping("/clinic/patients/{id:\\d{1,9}}")
class AskingPages {

    private final Asking asking;
    private final Edits edits;

    AskingPages(Asking asking, Edits edits) {
        this.asking = asking;
        this.edits = edits;
    }

    /** The banner alone, for {@code js/live.js}; it takes no lock, as opening the chart does. */
    @GetMapping("/lock")
    String banner(@PathVariable long id, @RequestParam(required = false) @Nullable String held, Model model) {
        model.addAttribute("patientId", id);
        model.addAttribute("chartLock", asking.look(id, held == null ? null : LockId.parse("", held)));
        return "clinic/lock";
    }

    @PostMapping("/requests")
    String ask(
            @PathVariable long id, @RequestParam String lockId, @RequestParam String message, RedirectAttributes next) {
        LockId shown = LockId.parse("", lockId);
        if (shown.key().equals(PatientCare.key(id))) {
            Asked asked = asking.ask(shown, words(message));
            if (asked instanceof Asked.Refused refused) {
                next.addFlashAttribute("refused", sentence(refused.denied()));
            }
        }
        return "redirect:/clinic/patients/" + id;
    }

    private static String sentence(Denied denied) {
        return denied instanceof Denied.NotPermitted no
                ? no.reason()
                : "The patient is being saved at this moment. Please ask again in a second.";
    }

    /** Exactly one of {@code handOver} and {@code keep} names the request that is answered. */
    @PostMapping("/answer")
    String answer(
            @PathVariable long id,
            @ModelAttribute PageLock pageLock,
            @RequestParam(required = false) @Nullable UUID handOver,
            @RequestParam(required = false) @Nullable UUID keep,
            @RequestParam String message,
            RedirectAttributes next) {
        EditHandle mine = pageLock.handle(edits, Patient.TYPE, String.valueOf(id));
        try {
            Answered answered = handOver != null
                    ? asking.handOver(mine, handOver, words(message))
                    : asking.keep(mine, keep == null ? new UUID(0, 0) : keep, words(message));
            boolean done = answered instanceof Answered.Done;
            next.addFlashAttribute(done ? "done" : "refused", sentence(answered));
        } catch (IllegalArgumentException askedAgain) {
            next.addFlashAttribute(
                    "refused",
                    "They have asked before: please say why you keep the patient. Nothing was answered yet.");
        }
        return "redirect:/clinic/patients/" + id;
    }

    private static String sentence(Answered answered) {
        if (answered instanceof Answered.Done done) {
            String asker = done.request().asker().displayName();
            return done.request().state() == HandOverRequest.State.ACCEPTED
                    ? asker + " has the patient now."
                    : "%s is told that you need %d more minutes.".formatted(asker, Asking.KEEP_MINUTES);
        }
        if (answered instanceof Answered.Gone) {
            return "Nobody waits for that answer any more.";
        }
        return answered instanceof Answered.Busy
                ? "The patient is being saved at this moment. Please answer again in a second."
                : "You do not hold this patient any more, so there was nothing to answer.";
    }

    /** What somebody typed as one line of at most 200 characters; null when that is nothing. */
    private static @Nullable String words(String typed) {
        String line = typed.replaceAll("\\p{Cntrl}", " ").strip();
        return line.isEmpty() ? null : line.substring(0, Math.min(200, line.length()));
    }
}
