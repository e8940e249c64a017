package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A request whose {@code If-Match} is missing or says nothing. It is Spring's exception, and not {@link Refusal}, so that an
 * application that answers Spring's own refusals its own way answers this one as well.
 */
final class RefusedPrecondition extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    RefusedPrecondition(Problem problem) {
        super(HttpStatusCode.valueOf(problem.status()), detail(problem), null);
        this.problem = problem;
    }

    /** Empty for every other exception. */
    static Optional<Answer> answer(Throwable failure, HttpServletRequest ignored) {
        return failure instanceof RefusedPrecondition refused
                ? Optional.of(refused.problem.answer())
                : Optional.empty();
    }

    private static ProblemDetail detail(Problem problem) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(problem.status()), problem.detail());
        detail.setType(URI.create("urn:heldby:problem:" + problem.slug()));
        detail.setTitle(problem.title());
        detail.setProperty("field", problem.field());
        return detail;
    }
}
