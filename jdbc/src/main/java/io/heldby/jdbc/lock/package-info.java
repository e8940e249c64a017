/** The lock store and the guard on a SQL database. */
@NullMarked
package io.heldby.jdbc.lock;

import org.jspecify.annotations.NullMarked;
