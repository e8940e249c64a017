package io.heldby.spring.http;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockedException;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.spring.Locked;
import io.heldby.spring.LockedUntil;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** An application's controller whose handler methods are locked. */
@RestController
public class LockedPages {

    private final Edits edits;
    private final LockManager locks;

    LockedPages(Edits edits, LockManager locks) {
        this.edits = edits;
        this.locks = locks;
    }

    record Form(String lockId, String token, String session) {}

    @GetMapping("/policies/{id}/edit")
    @Locked(type = "policy", id = "#id", reason = "renewal", until = LockedUntil.SAVED)
    Form edit(@PathVariable String id, EditHandle handle) {
        return new Form(
                handle.lockId().toString(),
                handle.token().value(),
                handle.owner().session());
    }

    @PostMapping("/policies/{id}")
    String save(@PathVariable String id, Form form) {
        EditHandle handle = edits.handle("policy", id, form.lockId(), form.token(), form.session());
        edits.save(handle, 0, save -> assertVersion(save.expectedVersion()));
        return "saved";
    }

    private static void assertVersion(long version) {
        if (version != 0) {
            throw new IllegalStateException("version " + version);
        }
    }

    @PostMapping("/policies/{id}/renewal")
    @Locked(type = "policy", id = "#id")
    String renew(@PathVariable String id) {
        return "renewed under " + locks.holders(LockKey.of("policy", id)).size() + " lock";
    }

    @GetMapping("/policies/{id}/written-without-a-lock")
    String writtenWithoutALock(@PathVariable String id, @RequestParam String by) {
        LockKey key = LockKey.of("policy", id);
        throw new LockNotHeldException(
                key,
                Owner.of(by, "s1"),
                locks.holders(key).stream().findFirst().or(Optional::empty),
                "com.acme.PolicyPages.save(PolicyPages.java:42)");
    }

    @GetMapping("/policies/{id}/lost")
    String lost(@PathVariable String id) {
        throw new LockLostException(LockKey.of("policy", id), Loss.broken("Han Solo", Instant.EPOCH, "gone home"));
    }

    /** Has an answer of its own. */
    @RestController
    public static class OwnAnswers {

        @GetMapping("/own/{id}")
        @Locked(type = "policy", id = "#id")
        String read(@PathVariable String id) {
            return "read";
        }

        @ExceptionHandler
        ResponseEntity<Map<String, String>> locked(LockedException locked) {
            return ResponseEntity.status(409).body(Map.of("own", "answer"));
        }
    }
}
