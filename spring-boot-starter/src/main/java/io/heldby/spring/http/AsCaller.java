package io.heldby.spring.http;

import java.util.function.UnaryOperator;

/** Wraps what runs later, on another thread, so that it runs as whoever asks now. */
@FunctionalInterface
interface AsCaller extends UnaryOperator<Runnable> {}
