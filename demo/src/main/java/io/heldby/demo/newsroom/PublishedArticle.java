package io.heldby.demo.newsroom;

import java.time.Instant;

/**
 * An article as its readers see it, whoever may be editing it.
 *
 * @param version that was published; the newest one may be another
 */
public record PublishedArticle(Article article, long version, String publishedBy, Instant publishedAt) {}
