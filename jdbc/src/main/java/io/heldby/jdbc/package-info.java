/** Heldby on plain JDBC: {@link io.heldby.jdbc.Heldby} puts everything together for an application without Spring. */
@NullMarked
package io.heldby.jdbc;

import org.jspecify.annotations.NullMarked;
