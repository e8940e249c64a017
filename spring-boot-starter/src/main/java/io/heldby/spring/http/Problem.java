package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is not what was asked for, as RFC 9457 writes it.
 *
 * @param slug stable; programs tell problems apart by it
 * @param detail a sentence for a person; nothing of SQL, classes or stack traces
 * @param field which part of the request is to blame, where one is
 * @param more further members, by name
 */
record Problem(
        String slug,
        String title,
        int status,
        String detail,
        @Nullable String field,
        Map<String, @Nullable Object> more) {

    static Problem of(int status, String slug, String title, String detail) {
        return new Problem(slug, title, status, detail, null, Map.of());
    }

    /** 400, naming the field. */
    static Problem badField(String field, String detail) {
        return of(400, "bad-request", "Bad request", detail).at(field);
    }

    Problem at(@Nullable String newField) {
        return new Problem(slug, title, status, detail, newField, more);
    }

    /** Adds a member; one that is null does not show. */
    Problem with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> extended = new LinkedHashMap<>(more);
        extended.put(name, value);
        return new Problem(slug, title, status, detail, field, extended);
    }

    Answer answer() {
        return Answer.of(status, this);
    }

    Refusal refusal() {
        return new Refusal(answer());
    }

    @JsonValue
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:heldby:problem:" + slug);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        if (field != null) {
            members.put("field", field);
        }
        more.forEach((name, value) -> {
            if (value != null) {
                members.put(name, value);
            }
        });
        return members;
    }
}
