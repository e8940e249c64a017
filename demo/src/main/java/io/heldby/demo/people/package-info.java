/** Who can play: the demo's users, signing in, and switching between them. */
@NullMarked
package io.heldby.demo.people;

import org.jspecify.annotations.NullMarked;
