package io.heldby.lock;

/** Is told by {@link LockManager}, on the thread of whoever asked it, so that nobody need look all the time. */
interface LockActivity {

    /** For a manager that nobody follows. */
    LockActivity UNWATCHED = new LockActivity() {
        @Override
        public void changed() {}

        @Override
        public void denied(LockRequest request, Denied denied) {}
    };

    /** Something was committed that may be an event. Must return at once. */
    void changed();

    /** Somebody was told that they cannot have a record. Must return at once. */
    void denied(LockRequest request, Denied denied);
}
