package io.heldby.jdbc.unitofwork;

import io.heldby.lock.Fence;
import io.heldby.lock.LockKey;

/** Under which lock something is written, where the write itself compares fences. */
record Fencing(LockKey key, Fence fence) {}
