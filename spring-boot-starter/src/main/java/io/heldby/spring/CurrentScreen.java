package io.heldby.spring;

import org.jspecify.annotations.Nullable;

/** Where the current thread's user is working, for whoever only observes. */
interface CurrentScreen {

    /** Such as {@code POST /customers/{id}}; null when it is no request for which there is a controller. */
    @Nullable
    String name();

    /** What distinguishes one browser from another; null when nothing does. */
    @Nullable
    String session();

    /** Whether it shows something, rather than saves. */
    boolean showing();
}
