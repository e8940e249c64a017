package io.heldby.demo.newsroom;

import io.heldby.demo.OneLine;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A field of the form, except for the sections. */
public enum ArticleField {
    TITLE("title", "Title", 150, "Please enter a title."),
    LEAD("lead", "Lead", 500, null),
    TAGS("tags", "Tags", 400, null),
    SEO_TITLE("seoTitle", "Title for search engines", 70, null),
    BYLINE("byline", "Byline", 100, null),
    EMBARGO("embargo", "Embargo", 10, null);

    private final String formName;
    private final String label;
    private final int maxLength;
    private final @Nullable String pleaseEnter;

    ArticleField(String formName, String label, int maxLength, @Nullable String pleaseEnter) {
        this.formName = formName;
        this.label = label;
        this.maxLength = maxLength;
        this.pleaseEnter = pleaseEnter;
    }

    public String formName() {
        return formName;
    }

    public String label() {
        return label;
    }

    public int maxLength() {
        return maxLength;
    }

    String text(Article article) {
        return switch (this) {
            case TITLE -> article.title();
            case LEAD -> article.lead();
            case TAGS -> String.join(", ", article.tags());
            case SEO_TITLE -> article.metadata().seoTitle();
            case BYLINE -> article.metadata().byline();
            case EMBARGO -> Objects.toString(article.metadata().embargo(), "");
        };
    }

    String cleaned(@Nullable String typed) {
        return this == LEAD ? lines(typed) : OneLine.of(typed);
    }

    @Nullable
    String problem(String text) {
        if (this == EMBARGO && !text.isEmpty() && !isDate(text)) {
            return "Please enter a day such as 2030-01-31, or nothing.";
        }
        return ArticleForm.problem(text, maxLength, pleaseEnter);
    }

    private static boolean isDate(String text) {
        try {
            return date(text) != null;
        } catch (DateTimeParseException noDate) {
            return false;
        }
    }

    static @Nullable LocalDate date(String text) {
        return text.isEmpty() ? null : LocalDate.parse(text);
    }

    /** Browsers send the line ends of a text area as CR LF. */
    static String lines(@Nullable String typed) {
        return typed == null
                ? ""
                : typed.replace("\r\n", "\n")
                        .replaceAll("[\\p{Cntrl}&&[^\n\t]]", " ")
                        .strip();
    }
}
