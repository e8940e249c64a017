package io.heldby.spring.http;

import io.heldby.lock.LockStoreException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What a client is told of an exception. */
final class Problems {

    private static final System.Logger LOG = System.getLogger(Problems.class.getName());
    private static final long STORE_RETRY_SECONDS = 5;

    private Problems() {}

    static Answer answer(Exception failure) {
        if (failure instanceof Refusal refusal) {
            return refusal.answer();
        }
        if (failure instanceof LockStoreException unreachable) {
            LOG.log(System.Logger.Level.WARNING, "answered 503, because the lock store failed", unreachable);
            return storeUnavailable();
        }
        if (failure instanceof MethodArgumentTypeMismatchException mistyped) {
            return Problem.badField(mistyped.getName(), mistyped.getName() + " is not of the right kind.")
                    .answer();
        }
        if (failure instanceof MissingRequestHeaderException missing) {
            return Problem.badField(missing.getHeaderName(), "The header " + missing.getHeaderName() + " is missing.")
                    .answer();
        }
        if (failure instanceof ErrorResponse known) {
            return routing(failure, known);
        }
        LOG.log(System.Logger.Level.ERROR, "answered 500", failure);
        return Problem.of(500, "internal-error", "Internal error", "Something went wrong here; it has been logged.")
                .answer();
    }

    static Answer storeUnavailable() {
        return Problem.of(
                        503,
                        "store-unavailable",
                        "Lock store unavailable",
                        "Locks cannot be read or changed right now. Keep your text and try again.")
                .answer()
                .retryAfter(STORE_RETRY_SECONDS);
    }

    static Problem notFound(String detail) {
        return Problem.of(404, "not-found", "Not found", detail);
    }

    static Problem notPermitted(String detail) {
        return Problem.of(403, "not-permitted", "Not permitted", detail);
    }

    /** Somebody's save is being written: in a moment all is different. */
    static Answer busy() {
        return Problem.of(409, "busy", "Being saved", "A save under this lock is being written right now. Try again.")
                .answer()
                .retryAfter(1);
    }

    /** What Spring MVC found wrong before it came to a controller. */
    private static Answer routing(Exception failure, ErrorResponse known) {
        int status = known.getStatusCode().value();
        Answer answer = route(failure, status).answer();
        for (String name : known.getHeaders().headerNames()) {
            answer = answer.header(name, String.join(", ", known.getHeaders().getOrEmpty(name)));
        }
        return answer;
    }

    private static Problem route(Exception failure, int status) {
        if (failure instanceof NoResourceFoundException || failure instanceof NoHandlerFoundException) {
            return notFound("There is nothing at this path.");
        }
        if (failure instanceof HttpRequestMethodNotSupportedException wrong) {
            return Problem.of(
                    status,
                    "method-not-allowed",
                    "Method not allowed",
                    wrong.getMethod() + " is not possible here; the header Allow says what is.");
        }
        if (failure instanceof HttpMediaTypeNotSupportedException) {
            return Problem.of(
                    status,
                    "unsupported-media-type",
                    "Unsupported media type",
                    "Send the body as Content-Type: application/json.");
        }
        if (failure instanceof HttpMediaTypeNotAcceptableException) {
            return Problem.of(
                    status, "not-acceptable", "Not acceptable", "The answer is application/json: accept that.");
        }
        return Problem.of(status, "bad-request", "Bad request", "The request cannot be understood.");
    }
}
