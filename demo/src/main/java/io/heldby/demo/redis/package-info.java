/** Profile {@code redis}: locks of some types in Redis, all others in the database, and the records there, too. */
@NullMarked
package io.heldby.demo.redis;

import org.jspecify.annotations.NullMarked;
