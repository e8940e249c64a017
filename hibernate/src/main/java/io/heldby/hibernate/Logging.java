package io.heldby.hibernate;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import java.util.function.Supplier;

/**
 * Where it is written what entities become.
 *
 * @param log what each write changed
 * @param events for those who have a record open
 * @param by who writes now, as people know them
 */
record Logging(Supplier<ChangeLog> log, Supplier<SavedEvents> events, Supplier<String> by) {}
