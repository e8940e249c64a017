/** The change log: what each write of a record changed, kept in the writer's own transaction. */
@NullMarked
package io.heldby.jdbc.changelog;

import org.jspecify.annotations.NullMarked;
