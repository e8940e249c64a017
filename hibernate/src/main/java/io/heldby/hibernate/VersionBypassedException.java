package io.heldby.hibernate;

/** A statement that goes around the version of an entity: it was not executed. */
public final class VersionBypassedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VersionBypassedException(String message) {
        super(message);
    }
}
