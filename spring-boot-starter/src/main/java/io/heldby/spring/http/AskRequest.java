package io.heldby.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/{lockId}/requests}.
 *
 * @param session the editing session that gets the lock, if the holder says yes
 * @param message what the holder reads
 */
record AskRequest(@Nullable String session, @Nullable String message) {}
