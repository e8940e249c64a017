package io.heldby.spring.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps cookies and signs in at Spring Security's own login page. */
public final class Browser {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String base;

    private Browser(int port) {
        base = "http://localhost:" + port;
    }

    public static Browser on(int port) {
        return new Browser(port);
    }

    /** Signs in, as a person does. */
    public Browser signIn(String user) {
        String form = "username=%s&password=secret&_csrf=%s".formatted(user, encoded(hiddenToken("/login")));
        Api.Answered in = send("POST", "/login", form, "Content-Type", "application/x-www-form-urlencoded");
        if (in.status() != 302 || in.header("Location").contains("error")) {
            throw new AssertionError("could not sign in: " + in);
        }
        return this;
    }

    public Api.Answered signOut() {
        return send(
                "POST",
                "/logout",
                "_csrf=" + encoded(hiddenToken("/logout")),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    /** The token that a page of the application would have; see {@link Pages}. */
    public String csrfToken() {
        return get("/csrf").text();
    }

    public Api.Answered get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** An event stream of this browser's, to be closed by the caller. */
    InputStream stream(String query) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + Api.PREFIX + "/events" + query))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public Api.Answered send(String method, String path, String body, String... headers) {
        HttpRequest.BodyPublisher publisher =
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).method(method, publisher);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            Api.Answered answer = new Api.Answered(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            HeldToOpenApi.check(method, path, Api.named(headers), body, answer);
            return answer;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Locks as the browser client does: a session of the tab's own, and the page's CSRF token. */
    public Api.Answered acquire(String type, String id, String session) {
        return send(
                "POST",
                "/heldby/v1/locks",
                "{\"type\":\"%s\",\"id\":\"%s\",\"session\":\"%s\"}".formatted(type, id, session),
                "Content-Type",
                "application/json",
                "X-CSRF-TOKEN",
                csrfToken());
    }

    private String hiddenToken(String page) {
        Matcher token = CSRF.matcher(get(page).text());
        if (!token.find()) {
            throw new AssertionError("no CSRF token in " + page);
        }
        return token.group(1);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
