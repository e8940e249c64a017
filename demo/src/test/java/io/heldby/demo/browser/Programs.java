package io.heldby.demo.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Requests as somebody with curl sends them: no page, no cookie, only the name and password of a user. */
record Programs(String base) {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A user of the demo, whose password is the user name. */
    HttpResponse<String> postJson(String user, String path, String json, Map<String, String> headers) {
        return sendJson("POST", user, path, json, headers);
    }

    HttpResponse<String> putJson(String user, String path, String json, Map<String, String> headers) {
        return sendJson("PUT", user, path, json, headers);
    }

    private HttpResponse<String> sendJson(
            String method, String user, String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(user, path, request);
    }

    private static HttpResponse<String> send(String user, String path, HttpRequest.Builder request) {
        request.header("Authorization", "Basic " + encoded(user + ":" + user));
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError("no answer from " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + path, interrupted);
        }
    }

    HttpResponse<String> postJson(String user, String path, String json) {
        return postJson(user, path, json, Map.of());
    }

    HttpResponse<String> get(String user, String path) {
        return send(user, path, HttpRequest.newBuilder(URI.create(base + path)));
    }

    private static String encoded(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
