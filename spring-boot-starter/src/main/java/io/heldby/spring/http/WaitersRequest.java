package io.heldby.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of the calls by which somebody waits in line.
 *
 * @param session the editing session that will lock the record
 */
record WaitersRequest(@Nullable String session) {}
