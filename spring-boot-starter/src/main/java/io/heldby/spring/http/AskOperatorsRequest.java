package io.heldby.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /resources/{type}/{id}/release-requests}.
 *
 * @param reason what the operators read
 */
record AskOperatorsRequest(@Nullable String reason) {}
