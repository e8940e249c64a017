package io.heldby.demo.customers;

import io.heldby.demo.Holders;
import io.heldby.demo.conflict.History;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.OverwrittenNotices;
import io.heldby.demo.people.Person;
import java.sql.SQLException;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The way in: the story in words, and at each desk the customers and who is editing them. */
@Controller
@RequestMapping("/customers")
class DeskPages {

    private static final String DESK = "/{desk:unprotected|optimistic|pessimistic}";

    private final Customers customers;
    private final Holders holders;

    private final MergingSaves<Customer> saves;
    private final OverwrittenNotices notices;
    private final History history;

    DeskPages(
            Customers customers,
            Holders holders,
            MergingSaves<Customer> saves,
            OverwrittenNotices notices,
            History history) {
        this.customers = customers;
        this.holders = holders;
        this.saves = saves;
        this.notices = notices;
        this.history = history;
    }

    @GetMapping
    String story(Model model) {
        model.addAttribute("desks", Desk.all());
        return "customers/desks";
    }

    @GetMapping(DESK)
    String desk(@PathVariable("desk") String path, @ModelAttribute("me") Person me, Model model) throws SQLException {
        Desk desk = desk(path);
        model.addAttribute("desks", Desk.all());
        model.addAttribute("desk", desk);
        model.addAttribute("customers", customers.at(desk));
        model.addAttribute("holders", holders.of(PessimisticEditor.TYPE));
        if (desk == Desk.OPTIMISTIC) {
            model.addAttribute("overwritten", notices.of(me.displayName(), saves));
        }
        return "customers/desk";
    }

    /** The entity log of one customer. */
    @GetMapping(DESK + "/{id:\\d{1,18}}/log")
    String log(@PathVariable("desk") String path, @PathVariable long id, Model model) throws SQLException {
        Desk desk = desk(path);
        model.addAttribute("desks", Desk.all());
        model.addAttribute("desk", desk);
        model.addAttribute("customer", customers.load(desk, id).value());
        model.addAttribute("history", history.of(saves.form(), String.valueOf(id)));
        return "customers/log";
    }

    @PostMapping(DESK + "/another")
    String another(@PathVariable("desk") String path, @ModelAttribute("me") Person me, RedirectAttributes next)
            throws SQLException {
        Desk desk = desk(path);
        Customer added = customers.addZapp(desk, me.displayName());
        next.addFlashAttribute("done", "Customer " + added.id() + " is a new Zapp Brannigan, not married yet.");
        return "redirect:" + desk.path();
    }

    private static Desk desk(String path) {
        return Desk.valueOf(path.toUpperCase(Locale.ROOT));
    }
}
