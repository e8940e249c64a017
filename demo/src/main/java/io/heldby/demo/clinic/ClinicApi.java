package io.heldby.demo.clinic;

import io.heldby.demo.people.Person;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * For programs, such as the pharmacy's. Whoever wrote this has forgotten the lock altogether, and it is asked for all the
 * same: the mappers do it, and Heldby's starter answers 423 or 428.
 */
@RestController
@RequestMapping(path = "/api/clinic", consumes = MediaType.APPLICATION_JSON_VALUE)
class ClinicApi {

    private final PatientCare care;
    private final Reception reception;

    ClinicApi(PatientCare care, Reception reception) {
        this.care = care;
        this.reception = reception;
    }

    /** The body's members are medicine, dosage, days and physician. */
    @PostMapping("/patients/{id:\\d{1,9}}/prescriptions")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, String> prescribe(
            @PathVariable long id, @RequestBody Map<String, String> typed, @ModelAttribute("me") Person me)
            throws SQLException {
        String patient = reception.chart(id).patient().value().name();
        care.prescribe(id, typed, me);
        return Map.of("patient", patient);
    }

    @ExceptionHandler
    ProblemDetail invalid(InvalidEntryException wrong) {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, "Nothing was written.");
        problem.setProperty("problems", wrong.problems());
        return problem;
    }
}
