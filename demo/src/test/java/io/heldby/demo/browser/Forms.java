package io.heldby.demo.browser;

import io.heldby.testkit.TwoWriters.Answer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/**
 * The first form of pages, as a browser reads and sends it, CSRF token included, by somebody who has signed in. Many threads
 * may send at once, which no browser does.
 */
record Forms(HttpClient client, String base) {

    private static final Pattern FIRST = Pattern.compile("<main.*?<form.*?</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<input [^>]*>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-z]+)=\"([^\"]*)\"");

    /** A user of the demo, whose password is the user name. */
    static Forms signIn(String base, String user) throws IOException, InterruptedException {
        Forms forms = new Forms(
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build(), base);
        Map<String, String> login = forms.inputs(forms.get("/login"));
        login.put("username", user);
        login.put("password", user);
        forms.post("/login", login);
        return forms;
    }

    /** The body is that of the form alone. */
    Answer get(String path) throws IOException, InterruptedException {
        Answer page = send(HttpRequest.newBuilder(URI.create(base + path)).GET().build());
        Matcher first = FIRST.matcher(page.body());
        return new Answer(page.status(), null, first.find() ? first.group() : page.body());
    }

    /** What it would send if nobody typed anything. */
    Map<String, String> inputs(Answer form) {
        Map<String, String> inputs = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(form.body());
        while (input.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(input.group());
            while (attribute.find()) {
                attributes.put(attribute.group(1), HtmlUtils.htmlUnescape(attribute.group(2)));
            }
            if (attributes.containsKey("name") && !"checkbox".equals(attributes.get("type"))) {
                inputs.put(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        }
        return inputs;
    }

    Answer post(String path, Map<String, String> inputs) throws IOException, InterruptedException {
        String sent = inputs.entrySet().stream()
                .map(input -> encoded(input.getKey()) + "=" + encoded(input.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(sent))
                .build());
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        return new Answer(answer.statusCode(), null, answer.body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
