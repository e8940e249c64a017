package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a lock.
 *
 * @param event what kind of news it is, to subscribe to
 * @param action what exactly happened
 * @param user id of the holder, or of the one who was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventJson(
        long position,
        String event,
        LockEvent.Kind action,
        String type,
        String id,
        @Nullable String lockId,
        @Nullable Long fence,
        @Nullable String user,
        @Nullable String displayName,
        @Nullable String by,
        @Nullable String reason,
        Instant at) {

    static EventJson of(LockEvent event) {
        return new EventJson(
                event.position(),
                name(event.kind()),
                event.kind(),
                event.type(),
                event.id(),
                event.lockId() == null ? null : event.lockId().toString(),
                event.fence() == null ? null : event.fence().value(),
                event.user(),
                event.displayName(),
                event.by(),
                event.reason(),
                event.at());
    }

    private static String name(LockEvent.Kind kind) {
        return switch (kind) {
            case ACQUIRED -> "lock.acquired";
            case UPGRADED, DOWNGRADED -> "lock.mode-changed";
            case RELEASED -> "lock.released";
            case LAPSED, BREAKING -> "lock.expiring";
            case EXPIRED, TAKEN_OVER, CONTINUED_ELSEWHERE, BROKEN -> "lock.lost";
            case RELEASE_REQUESTED -> "lock.release-requested";
            case RELEASE_DECLINED -> "lock.release-declined";
            case REQUESTED -> "lock.requested";
            case KEPT -> "lock.kept";
            case HANDED_OVER -> "lock.transferred";
            case RESERVED -> "lock.freed";
            case DENIED -> "lock.denied";
            case SUSPENDED -> "locks.suspended";
            case RESUMED -> "locks.resumed";
            case OTHER -> "lock.other";
        };
    }
}
