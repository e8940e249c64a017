/** Workplace 8, the Customer desk: one lost update, told with no protection, optimistic and pessimistic. */
@NullMarked
package io.heldby.demo.customers;

import org.jspecify.annotations.NullMarked;
