package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.web.util.ServletRequestPathUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which requests are Heldby's, wherever the application itself is mounted; all others are left alone. */
record HttpPrefix(PathPattern everythingBelow) {

    static HttpPrefix of(String prefix) {
        return new HttpPrefix(PathPatternParser.defaultInstance.parse(prefix + "/**"));
    }

    boolean covers(HttpServletRequest request) {
        // Parsed anew: in a filter nobody has parsed it yet, and a forward may have changed it since.
        RequestPath path = ServletRequestPathUtils.parse(request);
        PathContainer within = path.pathWithinApplication();
        return everythingBelow.matches(within);
    }
}
