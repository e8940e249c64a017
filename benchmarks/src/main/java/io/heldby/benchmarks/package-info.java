/** Heldby and what one would otherwise pick, side by side on the same servers; writes {@code docs/benchmarks.md}. */
@NullMarked
package io.heldby.benchmarks;

import org.jspecify.annotations.NullMarked;
