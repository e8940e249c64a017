package io.heldby.spring;

import org.jspecify.annotations.Nullable;

/** The application cannot start with Heldby as it is configured. */
public final class HeldbyConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String action;

    HeldbyConfigurationException(String problem, String action) {
        this(problem, action, null);
    }

    HeldbyConfigurationException(String problem, String action, @Nullable Throwable cause) {
        super(problem + " " + action, cause);
        this.problem = problem;
        this.action = action;
    }

    String problem() {
        return problem;
    }

    /** What to do about it. */
    String action() {
        return action;
    }
}
