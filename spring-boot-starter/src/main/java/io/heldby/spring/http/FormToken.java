package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What a form or a script has to send along with a change, so that another site cannot send it. */
@FunctionalInterface
interface FormToken {

    Optional<Csrf> of(HttpServletRequest request);

    /**
     * @param header that a script sends it in
     * @param parameter that a form sends it in
     */
    record Csrf(String header, String parameter, String token) {}
}
