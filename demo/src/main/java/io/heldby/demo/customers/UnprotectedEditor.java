package io.heldby.demo.customers;

import io.heldby.demo.people.Person;
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

/** How it is usually done, and how updates get lost. Not an example to follow. */
@Controller
@RequestMapping("/customers/unprotected/{id:\\d+}")
class UnprotectedEditor {

    private final Customers customers;

    UnprotectedEditor(Customers customers) {
        this.customers = customers;
    }

    @GetMapping("/edit")
    String edit(@PathVariable long id, Model model) throws SQLException {
        return CustomerForm.of(customers.load(Desk.UNPROTECTED, id)).show(model);
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
        CustomerForm form = CustomerForm.typed(Desk.UNPROTECTED, id, version, text);
        if (!form.valid()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form.show(model);
        }
        // The version came back with the form, and nobody asks for it.
        customers.overwrite(form.customer(), me.displayName());
        return Saved.message(form.customer(), next);
    }
}
