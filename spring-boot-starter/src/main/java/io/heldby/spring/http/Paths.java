package io.heldby.spring.http;

/** Where the controllers are. */
final class Paths {

    /** Resolved from the property, so that the controllers move with it. */
    static final String PREFIX = "${heldby.http.prefix:/heldby/v1}";

    private Paths() {}
}
