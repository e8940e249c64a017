package io.heldby.lock;

import org.jspecify.annotations.Nullable;

/** Writes one flat JSON object, as RFC 8259 says. For one thread. */
final class JsonObject {

    private final StringBuilder text = new StringBuilder("{");

    /** Adds a field: a number as such, everything else as text. Nothing when it is null. */
    JsonObject add(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        if (text.length() > 1) {
            text.append(',');
        }
        quote(name);
        text.append(':');
        if (value instanceof Long) {
            text.append(value);
        } else {
            quote(value.toString());
        }
        return this;
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
