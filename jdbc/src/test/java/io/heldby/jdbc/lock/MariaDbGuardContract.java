package io.heldby.jdbc.lock;

/** What is MariaDB's own: rolled-back savepoints keep row locks. */
abstract class MariaDbGuardContract extends GuardContract {

    @Override
    boolean savepointsKeepRowLocks() {
        return true;
    }
}
