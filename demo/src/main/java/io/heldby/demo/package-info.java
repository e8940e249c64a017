/** Workplaces to try Heldby in. */
@NullMarked
package io.heldby.demo;

import org.jspecify.annotations.NullMarked;
