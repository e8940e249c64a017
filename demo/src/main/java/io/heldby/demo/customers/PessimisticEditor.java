package io.heldby.demo.customers;

import io.heldby.demo.OneLine;
import io.heldby.demo.PageLock;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Map;
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

/**
 * Pessimistic Offline Lock: the record is checked out <em>before</em> it is loaded, the page carries the handle in
 * hidden fields, and the save verifies lock and version inside the transaction that writes.
 */
@Controller
@RequestMapping("/customers/pessimistic/{id:\\d+}")
class PessimisticEditor {

    /** The type of these locks. */
    static final String TYPE = "customer";

    private final Customers customers;
    private final Edits edits;

    PessimisticEditor(Customers customers, Edits edits) {
        this.customers = customers;
        this.edits = edits;
    }

    @GetMapping("/edit")
    String edit(@PathVariable long id, @RequestParam(defaultValue = "editing") String reason, Model model)
            throws SQLException {
        String purpose = oneLine(reason);
        EditResult result = edits.begin(TYPE, String.valueOf(id), purpose);
        model.addAttribute("reason", purpose);
        if (result instanceof EditResult.Editing editing) {
            model.addAttribute("pageLock", PageLock.of(editing.lease()));
            model.addAttribute("lease", editing.lease());
        } else {
            model.addAttribute("blocked", Blocked.by(((EditResult.Refused) result).denied()));
            // Under this name the reader asks, waits and goes on; with the lock, the page loads again.
            model.addAttribute(
                    "editingSession",
                    edits.ownerFor(LockKey.of(TYPE, String.valueOf(id))).session());
        }
        Versioned<Customer> loaded = customers.load(Desk.PESSIMISTIC, id);
        model.addAttribute("loaded", loaded);
        return CustomerForm.of(loaded).show(model);
    }

    @PostMapping
    String save(
            @PathVariable long id,
            @RequestParam long version,
            @ModelAttribute PageLock pageLock,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        CustomerText text = CustomerText.read(field -> typed.get(field.formName()));
        CustomerForm form = CustomerForm.typed(Desk.PESSIMISTIC, id, version, text);
        if (!form.valid()) {
            // The lock stays, and so does the text: the same page again.
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form.show(model);
        }
        try {
            edits.save(
                    handle(id, pageLock),
                    version,
                    save -> customers.update(
                            save.connection(), form.customer(), save.expectedVersion(), me.displayName()));
        } catch (LockLostException lost) {
            model.addAttribute("loss", lost.loss());
            return notSaved(form, model, response);
        } catch (ConflictException changed) {
            // Only writes that go around the lock lead here; the version is checked all the same.
            model.addAttribute("conflict", changed.conflicts().get(0));
            return notSaved(form, model, response);
        }
        return Saved.message(form.customer(), next);
    }

    @PostMapping("/cancel")
    String cancel(@PathVariable long id, @ModelAttribute PageLock pageLock, RedirectAttributes next) {
        edits.cancel(handle(id, pageLock));
        next.addFlashAttribute("heldbySaved", TYPE + "/" + id); // What was typed is not wanted any more.
        return "redirect:" + Desk.PESSIMISTIC.path();
    }

    /** The same user has it open elsewhere and goes on here; the other page is told. */
    @PostMapping("/continue")
    String continueHere(@PathVariable long id) {
        edits.continueHere(TYPE, String.valueOf(id), "editing");
        return "redirect:" + Desk.PESSIMISTIC.path() + "/" + id + "/edit";
    }

    private EditHandle handle(long id, PageLock pageLock) {
        return pageLock.handle(edits, TYPE, String.valueOf(id));
    }

    private static String notSaved(CustomerForm form, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        form.show(model);
        return "customers/not-saved";
    }

    /** Fit for others to read: one line, and no longer than a lock's reason may be. */
    private static String oneLine(String reason) {
        String text = OneLine.of(reason);
        return text.isEmpty()
                ? "editing"
                : text.codePoints()
                        .limit(100)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }
}
