/** Fowler's Data Mapper with the Optimistic Offline Lock built in: a write that names no version cannot be expressed. */
@NullMarked
package io.heldby.jdbc.unitofwork;

import org.jspecify.annotations.NullMarked;
