/** Workplace 5, the Stock room: optimistic, with the version in a hidden field, and quantities that add up. */
@NullMarked
package io.heldby.demo.stock;

import org.jspecify.annotations.NullMarked;
