package io.heldby.lock;

import java.time.Duration;

/** Who may take a lock from its living holder, see {@link LockManager#takeOver}. */
public sealed interface Takeover {

    /** Nobody, not even an operator; who may end locks can still do that. */
    Takeover NEVER = Always.NEVER;

    /** Only operators. */
    Takeover OPERATOR = Always.OPERATOR;

    /** Everybody who gives a reason. */
    Takeover ANYONE_WITH_REASON = Always.ANYONE_WITH_REASON;

    /** Operators, and whoever has asked the holder and got no answer for so long. */
    static Takeover afterNoAnswer(Duration patience) {
        return new AfterNoAnswer(patience);
    }

    /** Rules that need no number. */
    enum Always implements Takeover {
        NEVER,
        OPERATOR,
        ANYONE_WITH_REASON
    }

    /**
     * Silence opens the door.
     *
     * @param patience how long the holder has for an answer, 1 s to 30 days
     */
    record AfterNoAnswer(Duration patience) implements Takeover {
        public AfterNoAnswer {
            LockPolicy.checkedTime("patience", patience);
        }
    }
}
