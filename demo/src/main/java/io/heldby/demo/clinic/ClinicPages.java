package io.heldby.demo.clinic;

import io.heldby.demo.ClockTimes;
import io.heldby.demo.people.Person;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import java.sql.SQLException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The list of patients: who works on whom, and what can be done without opening a chart. */
@Controller
@RequestMapping("/clinic")
class ClinicPages {

    private final Reception reception;
    private final PatientCare care;
    private final RecurringPlans plans;
    private final ClockTimes times;

    ClinicPages(Reception reception, PatientCare care, RecurringPlans plans, ClockTimes times) {
        this.reception = reception;
        this.care = care;
        this.plans = plans;
        this.times = times;
    }

    @GetMapping
    String patients(Model model) {
        model.addAttribute("patients", reception.patients());
        return "clinic/patients";
    }

    @PostMapping("/patients/{id}/follow-up")
    String followUp(@PathVariable long id, @ModelAttribute("me") Person me, RedirectAttributes next)
            throws SQLException {
        String name = reception.chart(id).patient().value().name();
        try {
            next.addFlashAttribute("done", name + " comes again on " + care.bookFollowUp(id, me) + ".");
        } catch (LockedException held) {
            next.addFlashAttribute("refused", name + " has no new appointment: " + who(held, me));
        }
        return "redirect:/clinic";
    }

    @PostMapping("/plans")
    String processPlans(RedirectAttributes next) throws SQLException {
        next.addFlashAttribute("report", plans.process());
        return "redirect:/clinic";
    }

    private String who(LockedException held, Person me) {
        return held.denied().holders().stream()
                .findFirst()
                .map(lock -> sentence(lock, me))
                .orElse("the chart is being saved at this moment. Please try again in a second.");
    }

    private String sentence(LockView lock, Person me) {
        String since = "since " + times.text(lock.acquiredAt());
        return lock.owner().user().equals(me.user())
                ? "you have the chart open in another browser " + since + "."
                : "%s has the chart %s (“%s”).".formatted(lock.owner().displayName(), since, lock.reason());
    }
}
