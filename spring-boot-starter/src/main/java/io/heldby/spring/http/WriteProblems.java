package io.heldby.spring.http;

import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** What a program reads of a write that a lock or another version was in the way of, whatever has wrapped the exception. */
record WriteProblems(LockProblem locks, ConflictProblem conflicts, ExplainedConflict explained)
        implements ProblemsForPrograms.Problems {

    /** Deeper than any framework wraps; a chain of causes may be a circle. */
    private static final int DEEPEST = 50;

    @Override
    public Optional<Answer> answer(Throwable failure, HttpServletRequest request) {
        return known(failure).flatMap(known -> one(known, request));
    }

    /** What was in the way of the write, with all that can be found out about it; empty for every other failure. */
    Optional<Throwable> known(Throwable failure) {
        Optional<Throwable> conflict = ConflictException.in(failure).map(explained::of);
        if (conflict.isPresent()) {
            return conflict;
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof RetryableException || LockProblem.is(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** The answer to what is {@linkplain #known known} already. */
    Optional<Answer> one(Throwable known, HttpServletRequest request) {
        if (known instanceof ConflictException conflict) {
            return Optional.of(conflicts.answer(conflict, IfMatch.usedFor(request)));
        }
        if (known instanceof RetryableException again) {
            return Optional.of(ConflictProblem.answer(again));
        }
        return locks.answer(known);
    }
}
