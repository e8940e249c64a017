/** Workplace 9, Support tickets: a named lock, which is on no record at all. */
@NullMarked
package io.heldby.demo.tickets;

import org.jspecify.annotations.NullMarked;
