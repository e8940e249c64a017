package io.heldby.hibernate;

import io.heldby.jdbc.unitofwork.OverwriteObserver;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How it is found out whose work is lost.
 *
 * @param observer who is told
 * @param viewer who works now; null when it is nobody who sees anything, such as a job
 */
record Observing(OverwriteObserver observer, Supplier<@Nullable Viewer> viewer) {}
