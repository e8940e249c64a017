package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.ActorKind;
import io.heldby.lock.Owner;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Who asks. A page whose user has signed in again in another window learns from it that it may go on, and with which CSRF
 * token.
 */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class MeController {

    private final Caller caller;
    private final FormToken formToken;

    MeController(Caller caller, FormToken formToken) {
        this.caller = caller;
        this.formToken = formToken;
    }

    @GetMapping("/me")
    Answer me(HttpServletRequest request) {
        Owner owner = caller.owner();
        return Answer.ok(new Me(
                owner.user(),
                owner.displayName(),
                owner.actorKind(),
                formToken.of(request).orElse(null)));
    }

    /** @param csrf not there where no token is needed */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Me(String user, String displayName, ActorKind actorKind, FormToken.@Nullable Csrf csrf) {}
}
