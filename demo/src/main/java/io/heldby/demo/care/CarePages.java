package io.heldby.demo.care;

import io.heldby.demo.conflict.ConflictDialogs;
import io.heldby.demo.conflict.ConflictView;
import io.heldby.demo.conflict.Editor;
import io.heldby.demo.conflict.History;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.demo.conflict.SaveResult;
import io.heldby.demo.conflict.SentSave;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The customers, and the form of one. What is in the form is a {@link Customer}, never the entity. */
@Controller
@RequestMapping("/care")
class CarePages {

    private static final String CUSTOMER = "/{id:\\d{1,18}}";

    private final SecureRandom numbers = new SecureRandom();
    private final CustomerCare care;
    private final Editor<Customer> editor;
    private final History history;
    private final ConflictDialogs dialogs;
    private final CustomerForm form = new CustomerForm();

    CarePages(CustomerCare care, MergingSaves<Customer> saves, History history, ConflictDialogs dialogs) {
        this.care = care;
        this.editor = new Editor<>(saves, "care/customer");
        this.history = history;
        this.dialogs = dialogs;
    }

    @GetMapping
    String customers(Model model) {
        model.addAttribute("customers", care.all());
        return "care/customers";
    }

    @PostMapping("/another")
    String another(RedirectAttributes next) {
        // A number that is taken is refused by the primary key.
        long id = numbers.nextLong(100_000, 1_000_000);
        Address address = new Address("Leegate Avenue 7", "10451", "New York");
        care.add(new Customer(id, "Elzar", "elzar@example.org", "0101 555 35", address, "Runs a restaurant."), 0);
        next.addFlashAttribute("done", "Customer " + id + " is new.");
        return "redirect:/care";
    }

    @GetMapping(CUSTOMER)
    String edit(@PathVariable long id, Model model) {
        Versioned<Customer> loaded =
                care.find(id).orElseThrow(() -> new NoSuchRecordException("customer", String.valueOf(id)));
        return editor.open(id, loaded, model);
    }

    @PostMapping(CUSTOMER)
    String save(
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        SentSave sent = SentSave.read(form, parameters);
        SaveResult result = dialogs.save(sent, me.displayName(), editor.saves(), String.valueOf(id));
        if (result instanceof SaveResult.Saved saved) {
            return ConflictView.saved(form, String.valueOf(id), saved, next);
        }
        dialogs.show(result, model, response);
        return editor.show(id, sent.answer(), result.problems(), model);
    }

    /** Also a deletion is of the version that somebody has seen. */
    @PostMapping(CUSTOMER + "/delete")
    String delete(@PathVariable long id, @RequestParam long version, RedirectAttributes next) {
        try {
            care.delete(id, version);
            next.addFlashAttribute("done", "Customer " + id + " is deleted.");
        } catch (RuntimeException failed) {
            if (ConflictException.in(failed).isEmpty()) {
                throw failed;
            }
            next.addFlashAttribute(
                    "refused",
                    "Not deleted: somebody else was faster. Please look at customer %d again before you delete it."
                            .formatted(id));
        }
        return "redirect:/care";
    }

    @GetMapping(CUSTOMER + "/history")
    String history(@PathVariable long id, Model model) throws SQLException {
        model.addAttribute("id", id);
        model.addAttribute("history", history.of(form, String.valueOf(id)));
        return "care/history";
    }
}
