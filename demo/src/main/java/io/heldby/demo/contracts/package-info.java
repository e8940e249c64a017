/** Workplace 6, Contracts: a unit of work on plain JDBC, with line items, a read set, and a table without versions. */
@NullMarked
package io.heldby.demo.contracts;

import org.jspecify.annotations.NullMarked;
