package io.heldby.demo.contracts;

import io.heldby.demo.conflict.ConflictAnswer;
import io.heldby.demo.conflict.SaveIds;
import io.heldby.demo.people.Person;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
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

/** The list of contracts, the form of one, and what follows when somebody else was faster. */
@Controller
@RequestMapping("/contracts")
class ContractPages {

    private static final String CONTRACT = "/{number:\\d{1,9}}";
    private static final String PART = CONTRACT + "/{part:contract|terms}";

    private final Contracts contracts;
    private final ContractDesk desk;
    private final ContractList list;
    private final ContractHistory history;

    ContractPages(Contracts contracts, ContractDesk desk, ContractList list, ContractHistory history) {
        this.contracts = contracts;
        this.desk = desk;
        this.list = list;
        this.history = history;
    }

    @GetMapping
    String contracts(@ModelAttribute("me") Person me, Model model) throws SQLException {
        model.addAttribute("contracts", list.rows());
        model.addAttribute("overwritten", history.overwritten(me.displayName()));
        return "contracts/contracts";
    }

    @GetMapping(CONTRACT)
    String contract(@PathVariable long number, Model model) throws SQLException {
        ContractFile file = contracts.find(number).orElseThrow(() -> new NoSuchContractException(number));
        return form(ContractForm.of(file), model);
    }

    private String form(ContractForm form, Model model) throws SQLException {
        model.addAttribute("form", form);
        model.addAttribute("file", contracts.find(form.number()).orElse(null));
        model.addAttribute("history", history.of(form.number()));
        return "contracts/contract";
    }

    @PostMapping(CONTRACT)
    String save(
            @PathVariable long number,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        return show(number, desk.save(ContractForm.read(number, typed), me.displayName()), model, response, next);
    }

    /** Back from a question to the form, with everything that was typed. */
    @PostMapping(CONTRACT + "/again")
    String again(@PathVariable long number, @RequestParam Map<String, String> typed, Model model) throws SQLException {
        return form(ContractForm.read(number, typed), model);
    }

    /** What somebody has decided on the conflict page, or on that of a deleted contract; or only wants to see again. */
    @PostMapping(PART + "/{action:decide|compare|force|recreate}")
    String answer(
            @PathVariable long number,
            @PathVariable String part,
            @PathVariable String action,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        Decision decision = decision(part, sent);
        ContractForm form = decision.form(number);
        Outcome outcome = switch (action) {
            case "decide" -> desk.decide(form, decision, me.displayName());
            case "force" -> desk.overwrite(form, decision, me.displayName());
            case "recreate" -> desk.recreate(form, me.displayName());
            default -> desk.compare(form, decision, me.displayName());
        };
        return show(number, outcome, model, response, next);
    }

    /** Lists what overwriting would remove, and writes nothing. */
    @PostMapping(PART + "/overwrite")
    String overwrite(
            @PathVariable long number,
            @PathVariable String part,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        Decision decision = decision(part, sent);
        Outcome now = desk.compare(decision.form(number), decision, me.displayName());
        String page = show(number, now, model, response, next);
        boolean sure =
                now instanceof Outcome.Undecided undecided && undecided.page().current();
        if (sure) {
            response.setStatus(HttpStatus.OK.value());
        }
        return sure ? "conflict/overwrite" : page;
    }

    /** Puts back what an overwriting removed, as far as nobody has changed it since: a save like any other. */
    @PostMapping(CONTRACT + "/restore")
    String restore(
            @PathVariable long number,
            @RequestParam long version,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        ContractFile now = contracts.find(number).orElseThrow(() -> new NoSuchContractException(number));
        ContractForm form = ContractForm.of(now);
        ContractForm restored = form.with(history.removed(form, version), form.basis());
        return show(number, desk.save(restored, me.displayName()), model, response, next);
    }

    @PostMapping(CONTRACT + "/delete")
    String delete(
            @PathVariable long number,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            RedirectAttributes next)
            throws SQLException {
        try {
            contracts.delete(number, ContractForm.read(number, typed).basis(), me.displayName());
            next.addFlashAttribute(
                    "done", "Contract %d is deleted, with its items and payment terms.".formatted(number));
            return "redirect:/contracts";
        } catch (ConflictException changed) {
            String who = changed.conflicts().get(0).modifiedBy();
            next.addFlashAttribute(
                    "refused",
                    "Not deleted: %s has saved it meanwhile. This is what it is now."
                            .formatted(who == null ? "somebody" : who));
            return "redirect:/contracts/" + number;
        }
    }

    /** Plays the older system. */
    @PostMapping(CONTRACT + "/older-system")
    String olderSystem(@PathVariable long number, @RequestParam int payDays, RedirectAttributes next) {
        list.olderSystemWrites(number, payDays);
        next.addFlashAttribute(
                "done", "The older system has written %d days to pay, and told nobody.".formatted(payDays));
        return "redirect:/contracts/" + number;
    }

    private String show(
            long number, Outcome outcome, Model model, HttpServletResponse response, RedirectAttributes next)
            throws SQLException {
        if (outcome instanceof Outcome.Stored stored) {
            next.addFlashAttribute(
                    "done",
                    "Contract %d is saved. %s"
                            .formatted(number, String.join(" ", stored.notes()))
                            .strip());
            return "redirect:/contracts/" + number;
        }
        if (outcome instanceof Outcome.Editing editing) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form(editing.form(), model);
        }
        response.setStatus(HttpStatus.CONFLICT.value());
        if (outcome instanceof Outcome.Moved moved) {
            model.addAttribute("form", moved.form());
            model.addAttribute("move", moved.move());
            model.addAttribute("notes", moved.notes());
            return "contracts/tax";
        }
        if (outcome instanceof Outcome.Deleted deleted) {
            ContractForm form = deleted.form();
            model.addAttribute("view", ContractView.of(number, Part.CONTRACT, ContractFields.of(form)));
            model.addAttribute("conflict", deleted.conflict());
            model.addAttribute(
                    "answer",
                    ConflictAnswer.first(SaveIds.newForm(), form.basis().version(), form.hidden()));
            return "conflict/deleted";
        }
        Outcome.Undecided undecided = (Outcome.Undecided) outcome;
        if (undecided.page().hasProblems()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        model.addAttribute("view", ContractView.of(number, undecided.part(), List.of()));
        model.addAttribute("explained", "contracts/explained");
        model.addAttribute("unversioned", undecided.part() == Part.TERMS ? TermsMapper.ENTITY : null);
        model.addAttribute("page", undecided.page());
        return "conflict/page";
    }

    private static Decision decision(String part, Map<String, String> sent) {
        return new Decision(Part.valueOf(part.toUpperCase(Locale.ROOT)), ConflictAnswer.read(sent), false);
    }
}
