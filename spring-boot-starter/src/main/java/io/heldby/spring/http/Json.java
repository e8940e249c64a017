package io.heldby.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes the API's bodies with a strict mapper of its own, so that neither the application's mapper changes
 * the API nor the API the application. What a client sends is either exactly what is documented or refused: a misspelt
 * field that is silently ignored would be a lock with the wrong terms.
 */
final class Json {

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNameLength(200)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES) // 1.20 is what the record says.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfigDefaults(none -> {
                for (CoercionInputShape shape : CoercionInputShape.values()) {
                    none.setCoercion(shape, CoercionAction.Fail);
                }
            })
            .withCoercionConfig(LogicalType.Textual, text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
            })
            .build();

    /**
     * Reads the body.
     *
     * @throws Refusal 413 when it is too long, 400 when it is anything but the documented fields
     */
    <T> T read(HttpServletRequest request, Class<T> type, int maxKibibytes) throws IOException {
        int longest = maxKibibytes * 1024;
        byte[] body = request.getInputStream().readNBytes(longest + 1);
        if (body.length > longest) {
            throw Problem.of(
                            413,
                            "body-too-large",
                            "Body too large",
                            "The body must be at most " + maxKibibytes + " KiB.")
                    .refusal();
        }
        try {
            T read = mapper.readValue(body, type);
            if (read == null) {
                throw JsonMistake.notAnObject().refusal();
            }
            return read;
        } catch (JacksonIOException impossible) {
            throw impossible.getCause();
        } catch (tools.jackson.core.JacksonException mistaken) {
            throw JsonMistake.problem(mistaken).refusal();
        }
    }

    /** Reads what we have written ourselves. */
    Map<?, ?> readOwn(InputStream resource) {
        return new JsonMapper().readValue(resource, Map.class);
    }

    /** The same for equal bodies only. */
    String fingerprint(Record body) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(mapper.writeValueAsBytes(body)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** A value of the application's as JSON has it; what JSON cannot say, as its own text. */
    @Nullable
    Object value(@Nullable Object value) {
        if (value instanceof java.sql.Date day) {
            return day.toLocalDate().toString(); // As a moment it could be the day before.
        }
        try {
            return mapper.valueToTree(value);
        } catch (tools.jackson.core.JacksonException unknown) {
            return String.valueOf(value);
        }
    }

    /** As text that stays itself within an HTML page: what would begin a tag or end a line there is written as a number. */
    String forPages(Object value) {
        return mapper.writeValueAsString(value)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    void write(Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        Object body = answer.body();
        if (body == null) {
            return;
        }
        byte[] bytes = mapper.writeValueAsBytes(body);
        response.setContentType(body instanceof Problem ? "application/problem+json" : "application/json");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
