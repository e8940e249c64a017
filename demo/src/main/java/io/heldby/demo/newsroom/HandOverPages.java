package io.heldby.demo.newsroom;

import io.heldby.demo.PageLock;
import io.heldby.demo.people.AskedFor;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Handing over without scripts: one editor asks, the other answers. {@code <edit-lock>} does the same at once. */
@Controller
@RequestMapping("/newsroom/articles/{id:\\d{1,9}}/edit")
class HandOverPages {

    private static final int KEEP_MINUTES = 10;

    private final LockManager locks;
    private final Edits edits;
    private final AskedFor askedFor;

    HandOverPages(LockManager locks, Edits edits, AskedFor askedFor) {
        this.locks = locks;
        this.edits = edits;
        this.askedFor = askedFor;
    }

    /** Asks whoever has the lock that the page shows. If they give it, the next look at the editor has it. */
    @PostMapping("/requests")
    String ask(
            @PathVariable long id, @RequestParam String lockId, @RequestParam String message, RedirectAttributes next) {
        LockId shown = LockId.parse("", lockId);
        if (shown.key().equals(LockKey.of(Article.TYPE, String.valueOf(id)))) {
            Asked asked = locks.requestHandOver(shown, edits.ownerFor(shown.key()), words(message));
            if (asked instanceof Asked.Waiting waiting) {
                askedFor.remember(waiting.request());
            } else if (asked instanceof Asked.Refused) {
                next.addFlashAttribute("refused", "The article is being saved. Please ask again in a second.");
            }
        }
        return "redirect:/newsroom/articles/" + id + "/edit";
    }

    /** Exactly one of {@code handOver} and {@code keep} names the request that is answered. */
    @PostMapping("/answer")
    String answer(
            @PathVariable long id,
            @ModelAttribute PageLock pageLock,
            @RequestParam(required = false) @Nullable UUID handOver,
            @RequestParam(required = false) @Nullable UUID keep,
            RedirectAttributes next) {
        EditHandle mine = pageLock.handle(edits, Article.TYPE, String.valueOf(id));
        HandOverAnswer answer =
                handOver != null ? new HandOverAnswer.Accept(null) : new HandOverAnswer.Keep(KEEP_MINUTES, null);
        UUID request = handOver != null ? handOver : keep;
        if (request == null) {
            throw new IllegalArgumentException("the form answers no request");
        }
        try {
            Answered answered = locks.answer(request, mine.claim(), answer);
            next.addFlashAttribute(answered instanceof Answered.Done ? "done" : "refused", sentence(answered));
        } catch (IllegalArgumentException askedAgain) {
            next.addFlashAttribute("refused", "They have asked before. Please talk to them, or hand the article over.");
        }
        return "redirect:/newsroom/articles/" + id + "/edit";
    }

    private static String sentence(Answered answered) {
        if (answered instanceof Answered.Done done) {
            String asker = done.request().asker().displayName();
            return done.request().state() == HandOverRequest.State.ACCEPTED
                    ? asker + " has the article now."
                    : "%s is told that you need %d more minutes.".formatted(asker, KEEP_MINUTES);
        }
        if (answered instanceof Answered.Gone) {
            return "Nobody waits for that answer any more.";
        }
        return answered instanceof Answered.Busy
                ? "The article is being saved at this moment. Please answer again in a second."
                : "You do not hold this article any more, so there was nothing to answer.";
    }

    /** What somebody typed as one line of at most 200 characters; null when that is nothing. */
    private static @Nullable String words(String typed) {
        String line = ArticleField.oneLine(typed);
        return line.isEmpty() ? null : line.substring(0, Math.min(200, line.length()));
    }
}
