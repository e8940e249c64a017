/**
 * What tests of Heldby, of a lock store, and of an application that uses Heldby have in common: real databases,
 * contracts to extend, and a clock that moves only when told to.
 */
@NullMarked
package io.heldby.testkit;

import org.jspecify.annotations.NullMarked;
