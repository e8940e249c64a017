package io.heldby.demo.care;

import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.spring.ETags;
import io.heldby.spring.ExpectedVersion;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Customers for programs. What a late save is answered the starter knows, so nothing is caught here. */
@RestController
@RequestMapping("/care/api/customers/{id:\\d{1,18}}")
class CareApi {

    private final CustomerCare care;
    private final CustomerForm form = new CustomerForm();

    CareApi(CustomerCare care) {
        this.care = care;
    }

    @GetMapping
    ResponseEntity<CustomerBody> read(@PathVariable long id) {
        return answer(care.find(id).orElseThrow(() -> noSuch(id)));
    }

    /** A version in {@code If-Match} is a precondition of the request, and one in the body is content: 412 or 409. */
    @PutMapping
    ResponseEntity<CustomerBody> save(
            @PathVariable long id,
            @ExpectedVersion(required = false) @Nullable Long ifMatch,
            @RequestBody CustomerBody body) {
        Long version = ifMatch == null ? body.version() : ifMatch;
        if (version == null) {
            throw new ResponseStatusException(
                    HttpStatus.PRECONDITION_REQUIRED, "say as If-Match, or as version, which version this is based on");
        }
        if (body.version() != null && !body.version().equals(version)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST,
                    "If-Match says version %d, and the body says %d".formatted(version, body.version()));
        }
        Map<String, String> texts = body.texts();
        Map<String, String> problems = form.problems(texts);
        if (!problems.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    problems.entrySet().stream()
                            .map(problem -> problem.getKey() + ": " + problem.getValue())
                            .collect(Collectors.joining(" ")));
        }
        return answer(care.save(form.read(String.valueOf(id), texts), version));
    }

    private static ResponseEntity<CustomerBody> answer(Versioned<Customer> customer) {
        return ResponseEntity.ok().eTag(ETags.of(customer.version())).body(CustomerBody.of(customer));
    }

    private static NoSuchRecordException noSuch(long id) {
        return new NoSuchRecordException("customer", String.valueOf(id));
    }
}
