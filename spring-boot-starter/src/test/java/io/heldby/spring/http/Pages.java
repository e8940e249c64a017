package io.heldby.spring.http;

import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application's own pages, as far as the tests need any. */
@RestController
public class Pages {

    private final Edits edits;

    Pages(Edits edits) {
        this.edits = edits;
    }

    @GetMapping("/csrf")
    String csrf(CsrfToken token) {
        return token.getToken();
    }

    @PostMapping("/change")
    String change() {
        return "changed";
    }

    /** A server-rendered form, with what it would have in its hidden fields. */
    @GetMapping("/edit/{id}")
    Map<String, Object> edit(@PathVariable String id) {
        EditResult result = edits.begin("page", id);
        return result.fold(
                editing -> Map.of(
                        "lockId", editing.lease().lockId().toString(),
                        "token", editing.lease().token().value(),
                        "session", editing.lease().owner().session()),
                denied -> Map.of("heldBy", denied.holders().get(0).owner().displayName()));
    }

    /** What a timeout does. */
    @GetMapping("/end-session")
    String endSession(HttpServletRequest request) {
        String id = request.getSession().getId();
        request.getSession().invalidate();
        return id;
    }

    @GetMapping("/session-id")
    String sessionId(HttpServletRequest request) {
        return request.getSession().getId();
    }
}
