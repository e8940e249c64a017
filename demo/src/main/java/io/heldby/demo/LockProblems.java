package io.heldby.demo;

import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.version.ConflictException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * What programs are told when they write a record that they have not locked: 423 names who has it, 428 says that it has to
 * be locked first. Pages say the same in their own words.
 */
@RestControllerAdvice(annotations = RestController.class)
class LockProblems {

    private final ClockTimes times;

    LockProblems(ClockTimes times) {
        this.times = times;
    }

    @ExceptionHandler
    ProblemDetail notHeld(LockNotHeldException refused) {
        String record = refused.key().type() + " " + refused.key().id();
        return problem(record, refused.holder());
    }

    @ExceptionHandler
    ProblemDetail held(LockedException refused) {
        String record =
                refused.denied().key().type() + " " + refused.denied().key().id();
        return problem(record, refused.denied().holders().stream().findFirst());
    }

    @ExceptionHandler
    ProblemDetail conflict(ConflictException changed) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Somebody has saved a newer version meanwhile. Nothing was written.");
    }

    private ProblemDetail problem(String record, Optional<LockView> holder) {
        if (holder.isEmpty()) {
            return ProblemDetail.forStatusAndDetail(
                    HttpStatus.PRECONDITION_REQUIRED,
                    "Nobody has locked %s. Lock it before you read it, then write. Nothing was written."
                            .formatted(record));
        }
        LockView lock = holder.get();
        String reason = lock.reason() == null ? "" : " (“" + lock.reason() + "”)";
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.LOCKED,
                "%s has %s since %s%s. Nothing was written."
                        .formatted(lock.owner().displayName(), record, times.text(lock.acquiredAt()), reason));
        problem.setProperty("holder", lock.owner().displayName());
        problem.setProperty("since", lock.acquiredAt());
        problem.setProperty("until", lock.expiresAt());
        return problem;
    }
}
