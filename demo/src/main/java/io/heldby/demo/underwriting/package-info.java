/** Workplace 1, Underwriting: a policy and everything that belongs to it is one person's while they work on it. */
@NullMarked
package io.heldby.demo.underwriting;

import org.jspecify.annotations.NullMarked;
