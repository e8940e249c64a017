package io.heldby.demo.customers;

import io.heldby.demo.conflict.ConflictDialogs;
import io.heldby.demo.conflict.ConflictView;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.OverwrittenNotices;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.demo.conflict.SaveResult;
import io.heldby.demo.conflict.SentSave;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import jakarta.servlet.http.HttpServletResponse;
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

/**
 * Optimistic Offline Lock: everybody may edit, and the version that was loaded is part of the statement that saves. Who
 * comes second is merged with who was first, and decides in the browser's dialog where both changed the same.
 */
@Controller
@RequestMapping("/customers/optimistic/{id:\\d{1,18}}")
class OptimisticEditor {

    private final Customers customers;
    private final MergingSaves<Customer> saves;
    private final OverwrittenNotices notices;

    private final ConflictDialogs dialogs;

    OptimisticEditor(
            Customers customers, MergingSaves<Customer> saves, OverwrittenNotices notices, ConflictDialogs dialogs) {
        this.customers = customers;
        this.saves = saves;
        this.notices = notices;
        this.dialogs = dialogs;
    }

    @GetMapping("/edit")
    String edit(@PathVariable long id, @ModelAttribute("me") Person me, Model model) throws SQLException {
        model.addAttribute("saveId", SaveIds.newForm());
        model.addAttribute("overwritten", notices.of(me.displayName(), saves, String.valueOf(id)));
        Versioned<Customer> loaded = customers.load(Desk.OPTIMISTIC, id);
        model.addAttribute("loaded", loaded);
        return CustomerForm.of(loaded).show(model);
    }

    @PostMapping
    String save(
            @PathVariable long id,
            @RequestParam Map<String, String> parameters,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        SentSave sent = SentSave.read(saves.form(), parameters);
        SaveResult result = dialogs.save(sent, me.displayName(), saves, String.valueOf(id));
        if (result instanceof SaveResult.Saved saved) {
            return ConflictView.saved(saves.form(), String.valueOf(id), saved, next);
        }
        dialogs.show(result, model, response);
        model.addAttribute("saveId", sent.answer().saveId());
        CustomerText text = CustomerText.read(field -> parameters.get(field.formName()));
        return CustomerForm.typed(Desk.OPTIMISTIC, id, sent.answer().base(), text)
                .show(model);
    }
}
