package io.heldby.spring.http;

import java.util.List;

/**
 * What has happened since the last look, oldest first.
 *
 * @param next what to ask {@code after} next time
 * @param more whether there is more to read at once
 */
record PolledJson(List<EventJson> events, long next, boolean more) {}
