package io.heldby.demo.newsroom;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is not text, but belongs to the article as much.
 *
 * @param embargo the first day on which it may be published; null when any day will do
 */
public record Metadata(
        String seoTitle, String byline, @Nullable LocalDate embargo) {

    static final Metadata NONE = new Metadata("", "", null);
}
