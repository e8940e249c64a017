package io.heldby.demo.clinic;

import io.heldby.demo.PageLock;
import io.heldby.demo.people.Person;
import io.heldby.lock.Denied;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
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

/** One patient's chart: to write for whoever holds the patient, to read for everybody else. */
@Controller
@RequestMapping("/clinic/patients/{id:\\d{1,9}}")
class ChartPages {

    private final PatientCare care;
    private final Reception reception;
    private final Edits edits;

    ChartPages(PatientCare care, Reception reception, Edits edits) {
        this.care = care;
        this.reception = reception;
        this.edits = edits;
    }

    /** Locks first and loads after. Who does not get the lock gets the chart to read; {@code <edit-lock>} says who has it. */
    @GetMapping
    String open(@PathVariable long id, @ModelAttribute("me") Person me, Model model) throws SQLException {
        EditResult answer = care.open(id);
        if (answer instanceof EditResult.Refused refused) {
            return toRead(id, refused.denied(), me, model);
        }
        EditResult.Editing editing = (EditResult.Editing) answer;
        model.addAttribute("lease", editing.lease());
        model.addAttribute("pageLock", PageLock.of(editing.lease()));
        try {
            return chart(id, me, model);
        } catch (RuntimeException | SQLException notLoaded) {
            care.close(editing.handle());
            throw notLoaded;
        }
    }

    private String toRead(long id, Denied denied, Person me, Model model) throws SQLException {
        model.addAttribute("denied", denied);
        model.addAttribute("holder", denied.holders().stream().findFirst().orElse(null));
        // Under this name the reader asks, waits and goes on; with the lock, the page loads again.
        model.addAttribute("editingSession", edits.ownerFor(PatientCare.key(id)).session());
        return chart(id, me, model);
    }

    /** Every section of the chart is written under the lock that this page's HTTP session holds, or not at all. */
    @PostMapping("/{section:prescriptions|appointments|insurances|allergies}")
    String enter(
            @PathVariable long id,
            @PathVariable String section,
            @ModelAttribute("given") PageLock given,
            @RequestParam Map<String, String> typed,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        model.addAttribute("typed", typed);
        try {
            write(section, id, typed, me);
        } catch (InvalidEntryException wrong) {
            // The lock stays, and so does the text: the same page again.
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problems", wrong.problems());
            model.addAttribute("pageLock", given);
            return chart(id, me, model);
        } catch (LockNotHeldException refused) {
            model.addAttribute("pageLock", given);
            return notSaved(id, refused.holder(), me, model, response);
        } catch (ConflictException changed) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("pageLock", given);
            model.addAttribute("notSaved", true);
            model.addAttribute("conflict", changed.conflicts().get(0));
            return chart(id, me, model);
        }
        next.addFlashAttribute("done", "It is in the chart.");
        next.addFlashAttribute("heldbySaved", Patient.TYPE + "/" + id);
        return "redirect:/clinic/patients/" + id;
    }

    private void write(String section, long id, Map<String, String> typed, Person me) throws SQLException {
        switch (section) {
            case "prescriptions" -> care.prescribe(id, typed, me);
            case "appointments" -> care.book(id, typed, me);
            case "insurances" -> care.insure(id, typed, me);
            default -> care.noteAllergies(id, typed, me);
        }
    }

    @PostMapping("/close")
    String close(@PathVariable long id, @ModelAttribute PageLock pageLock) {
        care.close(pageLock.handle(edits, Patient.TYPE, String.valueOf(id)));
        return "redirect:/clinic";
    }

    /** 423 when somebody else has the patient now, 428 when nobody does. */
    private String notSaved(long id, Optional<LockView> holder, Person me, Model model, HttpServletResponse response)
            throws SQLException {
        HttpStatus status = holder.isPresent() ? HttpStatus.LOCKED : HttpStatus.PRECONDITION_REQUIRED;
        response.setStatus(status.value());
        model.addAttribute("notSaved", true);
        model.addAttribute("lost", true);
        model.addAttribute("holder", holder.orElse(null));
        return chart(id, me, model);
    }

    private String chart(long id, Person me, Model model) throws SQLException {
        model.addAttribute("chart", reception.chart(id));
        model.addAttribute("physicians", reception.physicians());
        model.addAttribute("names", reception.physicianNames());
        model.addAttribute("physician", reception.physicianFor(me.user()));
        return "clinic/chart";
    }
}
