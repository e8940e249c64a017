package io.heldby.spring.session;

import io.heldby.lock.LockKey;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one HTTP session knows of its editing sessions. Immutable and replaced as a whole, so that session stores which
 * copy attributes (Spring Session) see every change.
 *
 * @param link names the HTTP session without giving its id away
 * @param pages the editing session of each record that a server-rendered page has opened
 * @param used every editing session to release in the end, oldest first
 */
record Remembered(String link, Map<Page, String> pages, List<EditingSession> used) implements Serializable {

    /** Oldest are forgotten first, so that an HTTP session of months does not grow; their leases have long ended. */
    static final int LIMIT = 500;

    /** A {@link LockKey} that can be stored. */
    record Page(String tenant, String type, String id) implements Serializable {
        static Page of(LockKey key) {
            return new Page(key.tenant(), key.type(), key.id());
        }
    }

    static Remembered nothing() {
        return new Remembered(UUID.randomUUID().toString(), Map.of(), List.of());
    }

    @Nullable
    String sessionOf(LockKey key) {
        return pages.get(Page.of(key));
    }

    Remembered withPage(LockKey key, String session) {
        LinkedHashMap<Page, String> more = new LinkedHashMap<>(pages);
        more.put(Page.of(key), session);
        Iterator<Page> oldest = more.keySet().iterator();
        while (more.size() > LIMIT) {
            oldest.next();
            oldest.remove();
        }
        return new Remembered(link, Collections.unmodifiableMap(more), used);
    }

    Remembered withUsed(EditingSession session) {
        if (used.contains(session)) {
            return this;
        }
        List<EditingSession> more = new ArrayList<>(used);
        more.add(session);
        return new Remembered(link, pages, List.copyOf(more.subList(Math.max(0, more.size() - LIMIT), more.size())));
    }
}
