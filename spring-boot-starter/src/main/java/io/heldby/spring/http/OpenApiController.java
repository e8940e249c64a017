package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Describes the API to programs, at the path where this application has it. */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class OpenApiController {

    private static final String PATH = "/openapi.json";

    private final Caller caller;
    private final Map<?, ?> document;

    OpenApiController(Caller caller, Json json) {
        this.caller = caller;
        try (InputStream resource =
                Objects.requireNonNull(OpenApiController.class.getResourceAsStream("openapi.json"))) {
            document = json.readOwn(resource);
        } catch (IOException unreadable) {
            throw new IllegalStateException("openapi.json of this jar cannot be read", unreadable);
        }
    }

    @GetMapping(PATH)
    Answer document(HttpServletRequest request) {
        caller.owner();
        String path = request.getRequestURI();
        Map<Object, Object> here = new LinkedHashMap<>(document);
        here.put("servers", List.of(Map.of("url", path.substring(0, path.length() - PATH.length()))));
        return Answer.ok(here);
    }
}
