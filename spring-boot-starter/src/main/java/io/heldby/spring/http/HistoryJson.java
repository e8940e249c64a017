package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of the history, newest first.
 *
 * @param next the cursor of the next page; not there on the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HistoryJson(List<EventJson> events, @Nullable String next) {}
