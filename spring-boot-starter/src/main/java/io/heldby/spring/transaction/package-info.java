/** Guarded saves in Spring's transactions. */
@NullMarked
package io.heldby.spring.transaction;

import org.jspecify.annotations.NullMarked;
