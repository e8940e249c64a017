package io.heldby.demo.customers;

import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.ConflictView;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.OverwrittenNotices;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.demo.conflict.SaveResult;
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

/**
 * Optimistic Offline Lock: everybody may edit, and the version that was loaded is part of the statement that saves. Who
 * comes second is merged with who was first, and decides field by field where both changed the same.
 */
@Controller
@RequestMapping("/customers/optimistic/{id:\\d{1,18}}")
class OptimisticEditor {

    private final Customers customers;
    private final MergingSaves<Customer> saves;
    private final OverwrittenNotices notices;

    OptimisticEditor(Customers customers, MergingSaves<Customer> saves, OverwrittenNotices notices) {
        this.customers = customers;
        this.saves = saves;
        this.notices = notices;
    }

    @GetMapping("/edit")
    String edit(@PathVariable long id, @ModelAttribute("me") Person me, Model model) throws SQLException {
        model.addAttribute("saveId", SaveIds.newForm());
        model.addAttribute("overwritten", notices.of(me.displayName(), saves, String.valueOf(id)));
        return CustomerForm.of(customers.load(Desk.OPTIMISTIC, id)).show(model);
    }

    @PostMapping
    String save(
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam String saveId,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        ConflictAnswer answer =
                ConflictAnswer.first(saveId, version, saves.form().typed(sent));
        SaveResult result = saves.save(me.displayName(), String.valueOf(id), answer);
        if (result instanceof SaveResult.Invalid) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("saveId", saveId);
            CustomerText text = CustomerText.read(field -> sent.get(field.formName()));
            return CustomerForm.typed(Desk.OPTIMISTIC, id, version, text).show(model);
        }
        return ConflictView.of(saves.form(), String.valueOf(id)).show(result, model, response, next);
    }
}
