package io.heldby.spring.http;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The form that a person has sent, as far as it can be sent again.
 *
 * @param fields its parameters, with all their values
 * @param repeatable whether that is all of it; not so when there were files
 */
record SentForm(Map<String, List<String>> fields, boolean repeatable) {

    /** What nobody has typed. */
    private static final Set<String> TECHNICAL = Set.of("lockid", "token", "session", "id", "saveid", "save_id");

    /** Empty when the request was no form, such as one that only shows something. */
    static Optional<SentForm> in(HttpServletRequest request) {
        MediaType type = type(request);
        boolean repeatable = MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(type);
        if (!repeatable && !MediaType.MULTIPART_FORM_DATA.isCompatibleWith(type)) {
            return Optional.empty();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> fields.put(name, List.of(values)));
        return Optional.of(new SentForm(fields, repeatable));
    }

    private static @Nullable MediaType type(HttpServletRequest request) {
        try {
            return request.getContentType() == null ? null : MediaType.parseMediaType(request.getContentType());
        } catch (InvalidMediaTypeException unreadable) {
            return null;
        }
    }

    /** The name of the parameter that says on which version the form was based; empty when none or more than one may be it. */
    Optional<String> versionField(long version) {
        List<String> candidates = fields.entrySet().stream()
                .filter(field -> isVersion(field.getKey()) && field.getValue().equals(List.of(Long.toString(version))))
                .map(Map.Entry::getKey)
                .toList();
        return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }

    private static boolean isVersion(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith("version");
    }

    /**
     * Whether the form can be sent again with what both sides made of the record, and nothing else can be lost by it: it says its
     * version, holds nothing but fields of the record (what else it holds may have been changed by others, too), and holds each that
     * anybody changed, and mine in just the way in which theirs would be written into it.
     */
    boolean canMerge(Conflict conflict) {
        Set<String> known = conflict.fields().stream().map(ConflictField::field).collect(Collectors.toSet());
        return repeatable
                && conflict.kind() == Conflict.Kind.MODIFIED
                && conflict.currentVersion() != null
                && versionField(conflict.expectedVersion()).isPresent()
                && fields.keySet().stream()
                        .allMatch(name -> isTechnical(name) || (known.contains(name) && !isSecret(name)))
                && conflict.fields().stream()
                        .filter(field -> field.values().changed())
                        .allMatch(this::holds);
    }

    private boolean holds(ConflictField field) {
        List<String> sent = fields.get(field.field());
        return sent != null
                && sent.size() == 1
                && sent.get(0).equals(written(field.values().mine()));
    }

    static String written(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : Objects.toString(value, "");
    }

    /** What the person has typed or chosen, by name. */
    Map<String, String> typed() {
        Map<String, String> typed = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            if (!isTechnical(name) && !isSecret(name) && !name.endsWith(".id")) {
                typed.put(name, values.stream().collect(Collectors.joining(", ")));
            }
        });
        return typed;
    }

    private static boolean isTechnical(String name) {
        return name.startsWith("_") || isVersion(name) || TECHNICAL.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isSecret(String name) {
        return name.toLowerCase(Locale.ROOT).contains("password");
    }
}
