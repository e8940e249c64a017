package io.heldby.spring.http;

import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/**
 * A page of HTML that needs nothing but itself, so that it works in every application whatever its templates are. What is
 * {@linkplain #text text} is escaped; only this package writes HTML.
 */
final class Page {

    private static final String STYLE = """
            :root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}
            body{margin:0 auto;max-width:56rem;padding:1rem}
            h1{font-size:1.5rem;line-height:1.25}
            h2{font-size:1.15rem}
            table{border-collapse:collapse;width:100%}
            th,td{border-bottom:1px solid #888;padding:.4rem .6rem .4rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
            fieldset{border:1px solid #888;border-radius:.3rem;margin:0 0 1rem;padding:.5rem 1rem}
            legend{font-weight:bold}
            label{display:block;padding:.25rem 0;overflow-wrap:anywhere}
            dt{font-weight:bold}
            dd{margin:0 0 .5rem;white-space:pre-wrap;overflow-wrap:anywhere}
            .actions{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;margin:1.5rem 0}
            button{font:inherit;padding:.5rem 1rem}
            @media (max-width:40rem){thead{position:absolute;clip-path:inset(50%);height:1px;width:1px;overflow:hidden}
            tr,th,td{display:block}td,tbody th{border:0;padding:.1rem 0}tr{border-bottom:1px solid #888;padding:.5rem 0}
            td::before{content:attr(data-label) ": "}}
            """;

    private final StringBuilder html = new StringBuilder();

    /** @param title also its heading; text */
    Page(String title) {
        html.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append(
                        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<title>")
                .append(text(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
    }

    /** Escaped: all that comes from others, such as names, values, and what was typed. */
    static String text(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    /** @param escaped goes into the part as it is */
    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be one more library.
    Page html(String part, Object... escaped) {
        html.append(part.formatted(escaped)).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return html + "</main>\n</body>\n</html>\n";
    }

    /** As people say it: {@code credit limit} for {@code creditLimit}, {@code address city} for {@code address.city}. */
    static String words(String name) {
        return name.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2")
                .replaceAll("[._]", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** What people call a record: {@code order line 4711}. */
    static String record(String type, String id) {
        return words(type) + " " + id;
    }

    static String capitalized(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
