package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.heldby.lock.LockEvent;

/**
 * What happened to a lock.
 *
 * @param text {@link LockEvent#toJson}, which webhooks send as well
 */
record EventJson(@JsonValue @JsonRawValue String text) {

    static EventJson of(LockEvent event) {
        return new EventJson(event.toJson());
    }
}
