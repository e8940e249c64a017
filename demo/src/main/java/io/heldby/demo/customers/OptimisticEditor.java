package io.heldby.demo.customers;

import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
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

/**
 * Optimistic Offline Lock: everybody may edit, and the version that was loaded is part of the statement that saves. Who
 * comes second gets both texts and decides field by field.
 */
@Controller
@RequestMapping("/customers/optimistic/{id:\\d+}")
class OptimisticEditor {

    private final Customers customers;
    private final Transactions transactions;

    OptimisticEditor(Customers customers, Transactions transactions) {
        this.customers = customers;
        this.transactions = transactions;
    }

    @GetMapping("/edit")
    String edit(@PathVariable long id, Model model) throws SQLException {
        return CustomerForm.of(customers.load(Desk.OPTIMISTIC, id)).show(model);
    }

    @PostMapping
    String save(
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        CustomerText text = CustomerText.read(field -> typed.get(field.formName()));
        return save(CustomerForm.typed(Desk.OPTIMISTIC, id, version, text), me, model, response, next);
    }

    /** The conflict page's answer. It is saved against the version that was shown, so a further conflict shows again. */
    @PostMapping("/decide")
    String decide(
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam Map<String, String> decided,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        CustomerText text = CustomerText.read(field -> {
            String side = "theirs".equals(decided.get("take." + field.formName())) ? "theirs." : "mine.";
            return decided.get(side + field.formName());
        });
        return save(CustomerForm.typed(Desk.OPTIMISTIC, id, version, text), me, model, response, next);
    }

    private String save(
            CustomerForm form, Person me, Model model, HttpServletResponse response, RedirectAttributes next)
            throws SQLException {
        if (!form.valid()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form.show(model);
        }
        try {
            transactions.run(connection -> {
                customers.update(connection, form.customer(), form.version(), me.displayName());
                return true;
            });
        } catch (ConflictException cameSecond) {
            response.setStatus(HttpStatus.CONFLICT.value());
            return conflict(form, model);
        }
        return Saved.message(form.customer(), next);
    }

    private String conflict(CustomerForm form, Model model) throws SQLException {
        // Loaded here, once, so that version, name and text on the page belong together even if somebody saves now.
        Optional<Versioned<Customer>> stored = customers.find(form.number());
        model.addAttribute("form", form);
        model.addAttribute("fields", Field.values());
        model.addAttribute("desks", Desk.open());
        model.addAttribute("desk", Desk.OPTIMISTIC);
        if (stored.isEmpty()) {
            return "customers/deleted";
        }
        model.addAttribute("stored", stored.get());
        model.addAttribute(
                "differing", form.text().differences(stored.get().value().text()));
        return "customers/conflict";
    }
}
