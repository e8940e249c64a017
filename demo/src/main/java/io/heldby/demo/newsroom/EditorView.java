package io.heldby.demo.newsroom;

import io.heldby.demo.PageLock;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The page of the editor, as whoever asks for it may use it: theirs, somebody else's, or theirs no more. */
@Component
class EditorView {

    private static final String TEMPLATE = "newsroom/editor";

    private final LockManager locks;

    EditorView(LockManager locks) {
        this.locks = locks;
    }

    enum Mode {
        MINE,
        /** Somebody else edits; the fields are to be read. */
        TAKEN,
        /** The lock is over; the text is still there. */
        LOST
    }

    String mine(ArticleForm form, Lease lease, Model model) {
        model.addAttribute("lease", lease);
        return mine(form, lease.handle(), model);
    }

    /** While the lease is being saved under, nobody knows until when it lasts. */
    String mine(ArticleForm form, EditHandle handle, Model model) {
        model.addAttribute("pageLock", PageLock.of(handle));
        return page(Mode.MINE, form, model);
    }

    String taken(ArticleForm form, Denied denied, Model model) {
        Optional<LockView> holder = denied.holders().stream().findFirst();
        model.addAttribute("holder", holder.orElse(null));
        model.addAttribute("yourself", denied instanceof Denied.Held held && held.heldByYouElsewhere());
        model.addAttribute("minutes", holder.map(EditorView::minutesLeft).orElse(null));
        model.addAttribute("reservedFor", denied instanceof Denied.Reserved reserved ? reserved.forWhom() : null);
        return page(Mode.TAKEN, form, model);
    }

    /** The lock is over: how, by whom, when and why. */
    String lost(ArticleForm form, Loss loss, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("loss", loss);
        return page(Mode.LOST, form, model);
    }

    /** 423 when somebody else has the article, 428 when nobody does. */
    String notHeld(ArticleForm form, Model model, HttpServletResponse response) {
        Optional<LockView> holder = locks.holders(key(form)).stream().findFirst();
        response.setStatus((holder.isPresent() ? HttpStatus.LOCKED : HttpStatus.PRECONDITION_REQUIRED).value());
        model.addAttribute("holder", holder.orElse(null));
        return page(Mode.LOST, form, model);
    }

    /** What is stored now stands beside what was typed. */
    void compared(ArticleForm form, Versioned<Article> stored, Model model) {
        model.addAttribute("stored", stored);
        model.addAttribute("differences", form.differences(stored.value()));
    }

    /** After that it is free in any case. */
    private static long minutesLeft(LockView holder) {
        Duration left = Duration.between(holder.asOf(), holder.maxUntil());
        return Math.max(1, left.plusSeconds(59).toMinutes());
    }

    private static String page(Mode mode, ArticleForm form, Model model) {
        model.addAttribute("mode", mode.name());
        model.addAttribute("form", form);
        model.addAttribute("problems", form.problems());
        model.addAttribute("fields", ArticleField.values());
        return TEMPLATE;
    }

    private static LockKey key(ArticleForm form) {
        return LockKey.of(Article.TYPE, String.valueOf(form.id()));
    }
}
