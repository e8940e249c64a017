package io.heldby.demo.clinic;

import io.heldby.demo.PageLock;
import io.heldby.demo.people.Person;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockId;
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
    private final Asking asking;
    private final Edits edits;

    ChartPages(PatientCare care, Reception reception, Asking asking, Edits edits) {
        this.care = care;
        this.reception = reception;
        this.asking = asking;
        this.edits = edits;
    }

    /** Locks first and loads after. Who does not get the lock gets the chart to read, and is told who has it. */
    @GetMapping
    String open(@PathVariable long id, @ModelAttribute("me") Person me, Model model) throws SQLException {
        EditResult answer = care.open(id);
        if (answer instanceof EditResult.Refused) {
            return chart(id, me, model);
        }
        EditResult.Editing editing = (EditResult.Editing) answer;
        model.addAttribute("pageLock", PageLock.of(editing.lease()));
        try {
            return chart(id, me, model);
        } catch (RuntimeException | SQLException notLoaded) {
            care.close(editing.handle());
            throw notLoaded;
        }
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
            return notSaved(id, refused.holder(), me, model, response);
        } catch (ConflictException changed) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("pageLock", given);
            model.addAttribute("notSaved", true);
            model.addAttribute("conflict", changed.conflicts().get(0));
            return chart(id, me, model);
        }
        next.addFlashAttribute("done", "It is in the chart.");
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

    /** The same user has it open in another browser and goes on here; that one can write no more. */
    @PostMapping("/continue")
    String continueHere(@PathVariable long id) {
        edits.continueHere(Patient.TYPE, String.valueOf(id), "editing");
        return "redirect:/clinic/patients/" + id;
    }

    /** 423 when somebody else has the patient now, 428 when nobody does. */
    private String notSaved(long id, Optional<LockView> holder, Person me, Model model, HttpServletResponse response)
            throws SQLException {
        HttpStatus status = holder.isPresent() ? HttpStatus.LOCKED : HttpStatus.PRECONDITION_REQUIRED;
        response.setStatus(status.value());
        model.addAttribute("notSaved", true);
        model.addAttribute("labels", Typed.LABELS);
        model.addAttribute("holder", holder.orElse(null));
        return chart(id, me, model);
    }

    private String chart(long id, Person me, Model model) throws SQLException {
        LockId heldHere =
                model.getAttribute("pageLock") instanceof PageLock page ? LockId.parse("", page.lockId()) : null;
        model.addAttribute("chartLock", asking.look(id, heldHere));
        model.addAttribute("chart", reception.chart(id));
        model.addAttribute("physicians", reception.physicians());
        model.addAttribute("names", reception.physicianNames());
        model.addAttribute("physician", reception.physicianFor(me.user()));
        return "clinic/chart";
    }
}
