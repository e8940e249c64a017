package io.heldby.demo.clinic;

import io.heldby.demo.people.AskedFor;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Two physicians who want the same patient talk to each other. */
@Service
class Asking {

    /** How long whoever keeps a patient asks for. */
    static final int KEEP_MINUTES = 10;

    private final LockManager locks;
    private final Edits edits;
    private final AskedFor askedFor;

    Asking(LockManager locks, Edits edits, AskedFor askedFor) {
        this.locks = locks;
        this.edits = edits;
        this.askedFor = askedFor;
    }

    /** Asks whoever has the lock that the page shows. If they give it, this browser's next look at the chart has it. */
    Asked ask(LockId shown, @Nullable String message) {
        Asked asked = locks.requestHandOver(shown, edits.ownerFor(shown.key()), message);
        if (asked instanceof Asked.Waiting waiting) {
            askedFor.remember(waiting.request());
        }
        return asked;
    }

    /** From now on the patient is the other's; what this page has not entered, it cannot enter any more. */
    Answered handOver(EditHandle mine, UUID request, @Nullable String message) {
        return locks.answer(request, mine.claim(), new HandOverAnswer.Accept(message));
    }

    /** @throws IllegalArgumentException when the same person is told so again, without a word */
    Answered keep(EditHandle mine, UUID request, @Nullable String message) {
        return locks.answer(request, mine.claim(), new HandOverAnswer.Keep(KEEP_MINUTES, message));
    }

    /**
     * How it stands, without taking anything.
     *
     * @param heldHere the lock that the page was opened with; null for a page to read
     */
    ChartLock look(long patient, @Nullable LockId heldHere) {
        LockKey key = PatientCare.key(patient);
        Optional<LockView> lock = locks.holders(key).stream().findFirst();
        ChartLock.Kind kind = lock.map(held -> kind(held, heldHere))
                .orElse(heldHere == null ? ChartLock.Kind.FREE : ChartLock.Kind.OVERDUE);
        return new ChartLock(
                kind,
                lock,
                kind == ChartLock.Kind.MINE ? toTheHolder(key) : List.of(),
                askedFor.of(key).filter(asked -> asked.state() != HandOverRequest.State.OVER));
    }

    private ChartLock.Kind kind(LockView held, @Nullable LockId heldHere) {
        if (heldHere != null) {
            return held.lockId().equals(heldHere) ? ChartLock.Kind.MINE : ChartLock.Kind.LOST;
        }
        Owner me = edits.ownerFor(held.key());
        if (held.owner().sameEditingSessionAs(me)) {
            return ChartLock.Kind.GIVEN;
        }
        return held.owner().sameUserAs(me) ? ChartLock.Kind.ELSEWHERE : ChartLock.Kind.TAKEN;
    }

    private List<HandOverRequest> toTheHolder(LockKey key) {
        return locks.demand(key).requests().stream()
                .filter(request -> request.addressee() == HandOverRequest.Addressee.HOLDER)
                .toList();
    }
}
