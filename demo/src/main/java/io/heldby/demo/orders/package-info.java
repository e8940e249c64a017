/** Workplace 3, Order picking: a queue in which every order is picked by one person. */
@NullMarked
package io.heldby.demo.orders;

import org.jspecify.annotations.NullMarked;
