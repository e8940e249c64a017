package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a filter asks for the server's error page (Spring Security's firewall, a wrong password), writes a problem. The
 * error page would be a page, and is itself subject to sign-in, so that a bad request could come out as a 401.
 */
final class ProblemForErrorPage extends HttpServletResponseWrapper {

    private final Json json;

    ProblemForErrorPage(HttpServletResponse response, Json json) {
        super(response);
        this.json = json;
    }

    @Override
    public void sendError(int status) throws IOException {
        resetBuffer();
        json.write(problem(status).answer(), (HttpServletResponse) getResponse());
        flushBuffer();
    }

    /** The message is for a page; it may say more than a client should know. */
    @Override
    public void sendError(int status, @Nullable String message) throws IOException {
        sendError(status);
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 401 -> Caller.notSignedInProblem();
            case 403 -> Problems.notPermitted("You may not do this.");
            case 404 -> Problems.notFound("There is nothing at this path.");
            default ->
                status < 500
                        ? Problem.of(
                                status,
                                "bad-request",
                                "Bad request",
                                "The request cannot be understood; perhaps its path has characters that may not be there.")
                        : Problem.of(
                                status,
                                "internal-error",
                                "Internal error",
                                "Something went wrong here; it has been logged.");
        };
    }
}
