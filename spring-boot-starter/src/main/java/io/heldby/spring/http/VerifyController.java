package io.heldby.spring.http;

import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Token;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Says whether a lease is good. Stores prove a token by a heartbeat and no other way, so this is one; whatever cannot be
 * proven is one answer, as everywhere.
 */
@Controller
@RequestMapping(path = Paths.PREFIX, produces = MediaType.APPLICATION_JSON_VALUE)
final class VerifyController {

    private static final int MOST_LOCKS_LOOKED_AT = 500;

    private final LockManager locks;
    private final Caller caller;

    VerifyController(LockManager locks, Caller caller) {
        this.locks = locks;
        this.caller = caller;
    }

    @PostMapping(path = "/locks/verify", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer verify(@JsonBody VerifyRequest body) {
        Owner owner = caller.owner();
        LockKey key = locks.rootOf(caller.key(body.type(), body.id()));
        String given = Inputs.required("token", body.token());
        Token token = Inputs.field("token", () -> new Token(given));
        long fence = Inputs.required("fence", body.fence());
        Renewal answer = lockOf(owner, key, fence)
                .map(lockId -> locks.renew(new LeaseClaim(lockId, token, owner.user())))
                .orElseGet(() -> new Renewal.Lost(Loss.unknown()));
        if (answer instanceof Renewal.Lost lost) {
            return LostJson.problem(lost.loss()).answer();
        }
        return answer instanceof Renewal.Renewed renewed
                ? Answer.ok(VerifiedJson.of(renewed.lease()))
                : Problems.busy();
    }

    /** Also one that has expired, which is still good while nobody has taken the record and its policy is lenient. */
    private Optional<LockId> lockOf(Owner owner, LockKey key, long fence) {
        LockQuery expired = LockQuery.all(key.tenant())
                .ofType(key.type())
                .heldBy(owner.user())
                .inState(LockView.State.EXPIRED)
                .containing(key.id())
                .limit(MOST_LOCKS_LOOKED_AT);
        return Stream.<Supplier<Stream<LockView>>>of(
                        () -> locks.holders(key).stream(), () -> locks.find(expired).locks().stream())
                .flatMap(Supplier::get)
                .filter(view -> view.key().equals(key)
                        && view.owner().sameUserAs(owner)
                        && view.fence().value() == fence)
                .map(LockView::lockId)
                .findFirst();
    }
}
