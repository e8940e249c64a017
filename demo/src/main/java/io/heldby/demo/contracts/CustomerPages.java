package io.heldby.demo.contracts;

import io.heldby.demo.conflict.Editor;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
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

/** The form of a customer. Whoever moves one does not have to think of those who work on their contracts. */
@Controller
@RequestMapping("/contracts/customers/{id:\\d{1,9}}")
class CustomerPages {

    private final CustomerForm form = new CustomerForm();
    private final ContractTables tables;
    private final Editor<Customer> editor;
    private final Transactions transactions;

    CustomerPages(ContractTables tables, MergingSaves<Customer> contractCustomerSaves, Transactions transactions) {
        this.tables = tables;
        this.editor = new Editor<>(contractCustomerSaves, "contracts/customer");
        this.transactions = transactions;
    }

    @GetMapping
    String edit(@PathVariable long id, Model model) throws SQLException {
        Versioned<Customer> loaded = transactions
                .run(connection -> tables.customers.find(connection, id))
                .orElseThrow(() -> new NoSuchRecordException(form.noun(), String.valueOf(id)));
        return editor.open(id, loaded, model);
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
        return editor.save(id, version, saveId, sent, me.displayName(), model, response, next);
    }

    @ModelAttribute("countries")
    Country[] countries() {
        return Country.values();
    }
}
