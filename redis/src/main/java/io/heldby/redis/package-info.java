/**
 * Locks in Redis or Valkey: {@link io.heldby.redis.RedisLockStore}. Such a lock is an early warning between people;
 * that no change is lost comes from the version and the fence in the save itself.
 */
@NullMarked
package io.heldby.redis;

import org.jspecify.annotations.NullMarked;
