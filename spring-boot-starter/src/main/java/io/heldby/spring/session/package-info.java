/** Editing sessions and the HTTP sessions that they belong to. */
@NullMarked
package io.heldby.spring.session;

import org.jspecify.annotations.NullMarked;
