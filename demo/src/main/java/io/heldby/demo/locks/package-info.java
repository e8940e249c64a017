/** What an operator sees: every lock that is held now, and a way to end it. */
@NullMarked
package io.heldby.demo.locks;

import org.jspecify.annotations.NullMarked;
