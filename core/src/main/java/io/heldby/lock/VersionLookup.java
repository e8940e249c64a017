package io.heldby.lock;

import java.util.OptionalLong;

/** Reads the version that a record has now, in a fresh snapshot: for {@link LockRequest#ifVersion}. */
@FunctionalInterface
public interface VersionLookup {

    /** The version that is committed now; empty when there is no such record. */
    OptionalLong currentVersion(LockKey key);
}
