package io.heldby.demo.people;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What the header of every page shows. */
@ControllerAdvice(annotations = Controller.class)
class OnEveryPage {

    private static final Set<String> WORKPLACES = Set.of(
            "/customers",
            "/newsroom",
            "/care",
            "/stock",
            "/contracts",
            "/orders",
            "/underwriting",
            "/clinic",
            "/tickets",
            "/locks");

    private final People people;

    OnEveryPage(People people) {
        this.people = people;
    }

    @ModelAttribute("me")
    @Nullable
    Person me(@Nullable Principal principal) {
        return principal == null ? null : people.signedIn(principal);
    }

    @ModelAttribute("everybody")
    List<Person> everybody() {
        return people.all();
    }

    /** The workplace that this page belongs to, such as {@code /customers}; where switching users leads back to. */
    @ModelAttribute("workplace")
    String workplace(HttpServletRequest request) {
        String path = request.getRequestURI();
        int end = path.indexOf('/', 1);
        String first = end < 0 ? path : path.substring(0, end);
        return first.equals("/admin") ? "/underwriting" : WORKPLACES.contains(first) ? first : "/";
    }
}
