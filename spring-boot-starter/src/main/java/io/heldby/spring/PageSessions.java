package io.heldby.spring;

import io.heldby.lock.LockKey;

/**
 * The editing session in which a server-rendered page opens a record. A page that is loaded again has to get the same
 * one, or its reader would be locked out by themselves. In a servlet application one bean ties them to HTTP sessions; an
 * application's own must be primary.
 */
@FunctionalInterface
public interface PageSessions {

    String sessionFor(LockKey key);
}
