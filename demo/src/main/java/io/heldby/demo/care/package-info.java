/** Workplace 4, Customer care: optimistic, on Spring Data JPA, for people on pages and for programs with {@code If-Match}. */
@NullMarked
package io.heldby.demo.care;

import org.jspecify.annotations.NullMarked;
