package io.heldby.demo.newsroom;

import io.heldby.demo.PageLock;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.Renewal;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The editor of an article, from the GET that checks it out to the POST that saves it and gives it back. It works without
 * scripts; what {@code <edit-lock>} adds is heartbeats, drafts and being told at once.
 */
@Controller
@RequestMapping("/newsroom/articles/{id:\\d{1,9}}/edit")
class EditorPages {

    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final Articles articles;
    private final Publications publications;
    private final EditorView view;
    private final Edits edits;
    private final LockManager locks;

    EditorPages(Articles articles, Publications publications, EditorView view, Edits edits, LockManager locks) {
        this.articles = articles;
        this.publications = publications;
        this.view = view;
        this.edits = edits;
        this.locks = locks;
    }

    @GetMapping
    String edit(@PathVariable long id, Model model) throws SQLException {
        CheckOut<Article> answer = articles.findForEdit(id);
        if (answer instanceof CheckOut.Taken<Article> taken) {
            // Under this name the reader asks, waits and goes on; with the lock, the page loads again.
            model.addAttribute(
                    "editingSession", edits.ownerFor(taken.denied().key()).session());
            return view.taken(whatOthersRead(id), taken.denied(), model);
        }
        CheckOut.Yours<Article> yours = (CheckOut.Yours<Article>) answer;
        return view.mine(ArticleForm.of(yours.record()), yours.lease(), model);
    }

    private ArticleForm whatOthersRead(long id) throws SQLException {
        Versioned<Article> stored = articles.get(id);
        return publications
                .find(id)
                .map(published -> ArticleForm.of(published.article(), published.version()))
                .orElseGet(() -> ArticleForm.of(stored));
    }

    /** One transaction verifies the lock, writes the article with its sections, publishes it if that is wanted, and commits. */
    @PostMapping
    String save(
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        boolean publish = sent.containsKey("publish");
        ArticleForm form = ArticleForm.typed(id, sent).checked(publish ? LocalDate.now(clock) : null);
        if (!sent.containsKey("lockId")) {
            return view.notHeld(form, model, response);
        }
        EditHandle handle = handle(id, sent);
        if (!form.problems().isEmpty()) {
            // The lock stays, and so does the text: the same page again.
            return goOn(form, handle, HttpStatus.UNPROCESSABLE_CONTENT, model, response);
        }
        try {
            edits.save(handle, form.version(), save -> {
                articles.update(save, form.article());
                if (publish) {
                    publications.publish(save.connection(), id);
                }
            });
        } catch (LockLostException lost) {
            return view.lost(form, lost.loss(), model, response);
        } catch (LockNotHeldException notHeld) {
            return view.notHeld(form, model, response);
        } catch (ConflictException changed) {
            // Only writes around the lock lead here, and text that was kept after a lock was lost.
            return compare(form, handle, changed, model, response);
        }
        String title = form.article().title();
        next.addFlashAttribute("done", "“%s” is %s.".formatted(title, publish ? "saved and published" : "saved"));
        next.addFlashAttribute("heldbySaved", Article.TYPE + "/" + id);
        return "redirect:/newsroom";
    }

    @PostMapping("/add-section")
    String addSection(
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response) {
        ArticleForm form = ArticleForm.typed(id, sent).withAnotherSection();
        return goOn(form, handle(id, sent), HttpStatus.OK, model, response);
    }

    @PostMapping("/remove-section")
    String removeSection(
            @PathVariable long id,
            @RequestParam("remove") String section,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response) {
        ArticleForm form = ArticleForm.typed(id, sent).without(section);
        return goOn(form, handle(id, sent), HttpStatus.OK, model, response);
    }

    /** The lock was lost, but not the text: it goes on under a new lock, compared with what is stored now. */
    @PostMapping("/again")
    String again(
            @PathVariable long id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            HttpServletResponse response)
            throws SQLException {
        ArticleForm form = ArticleForm.typed(id, sent);
        CheckOut<Article> answer = articles.findForEdit(id);
        if (answer instanceof CheckOut.Taken<Article>) {
            return view.notHeld(form, model, response);
        }
        CheckOut.Yours<Article> yours = (CheckOut.Yours<Article>) answer;
        Versioned<Article> stored = yours.record();
        if (stored.version() != form.version()) {
            view.compared(form, stored, model);
        }
        return view.mine(form.withVersion(stored.version()), yours.lease(), model);
    }

    @PostMapping("/cancel")
    String cancel(@PathVariable long id, @ModelAttribute PageLock pageLock, RedirectAttributes next) {
        edits.cancel(pageLock.handle(edits, Article.TYPE, String.valueOf(id)));
        next.addFlashAttribute("done", "Nothing was changed, and the article is free.");
        return "redirect:/newsroom";
    }

    /** The same user has it open in another browser and goes on here; that one can save no more. */
    @PostMapping("/continue")
    String continueHere(@PathVariable long id) {
        edits.continueHere(Article.TYPE, String.valueOf(id), "editing");
        return "redirect:/newsroom/articles/" + id + "/edit";
    }

    /** Shows the form again as it was typed. Whoever sends a form is alive, so their lease goes on. */
    private String goOn(
            ArticleForm form, EditHandle handle, HttpStatus status, Model model, HttpServletResponse response) {
        Renewal answer = locks.renew(handle.claim());
        if (answer instanceof Renewal.Lost lost) {
            return view.lost(form, lost.loss(), model, response);
        }
        response.setStatus(status.value());
        return answer instanceof Renewal.Renewed renewed
                ? view.mine(form, renewed.lease(), model)
                : view.mine(form, handle, model);
    }

    /** What is stored is shown beside what was typed; who saves again has seen it, and replaces it. */
    private String compare(
            ArticleForm form, EditHandle handle, ConflictException conflict, Model model, HttpServletResponse response)
            throws SQLException {
        Versioned<Article> stored = articles.get(form.id());
        view.compared(form, stored, model);
        model.addAttribute("conflict", conflict.conflicts().get(0));
        return goOn(form.withVersion(stored.version()), handle, HttpStatus.CONFLICT, model, response);
    }

    private EditHandle handle(long id, MultiValueMap<String, String> sent) {
        return edits.handle(
                Article.TYPE, String.valueOf(id), part("lockId", sent), part("token", sent), part("session", sent));
    }

    private static String part(String name, MultiValueMap<String, String> sent) {
        String value = sent.getFirst(name);
        if (value == null) {
            throw new IllegalArgumentException("the form carries no " + name);
        }
        return value;
    }
}
