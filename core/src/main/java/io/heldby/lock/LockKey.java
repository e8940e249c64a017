package io.heldby.lock;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is locked: an entity ({@code policy/12345}) or any named thing ({@code customer-support-ticket/42}).
 *
 * <p>Keys are compared byte for byte (UTF-8): {@code Wong} and {@code wong}, {@code é} and {@code e}, {@code "42"}
 * and {@code "42 "} are different keys in every store.
 *
 * @param tenant whose data it is; empty where an application has no tenants; at most 100 chars
 * @param type what kind of thing, 1 to 100 chars
 * @param id which one, 1 to 255 chars
 */
public record LockKey(String tenant, String type, String id) implements Comparable<LockKey> {

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException when a part is too short, too long, or holds control characters; the message
     *     names the part and the value
     */
    public LockKey {
        Text.checked("tenant", tenant, 0, 100);
        Text.checked("type", type, 1, 100);
        Text.checked("id", id, 1, 255);
    }

    /** A key of an application without tenants. */
    public static LockKey of(String type, String id) {
        return new LockKey("", type, id);
    }

    public LockKey inTenant(String otherTenant) {
        return new LockKey(otherTenant, type, id);
    }

    /** The order in which several keys are locked, so that two callers never wait for each other in a circle. */
    @Override
    public int compareTo(LockKey other) {
        int byTenant = compareBytes(tenant, other.tenant);
        int byType = byTenant != 0 ? byTenant : compareBytes(type, other.type);
        return byType != 0 ? byType : compareBytes(id, other.id);
    }

    private static int compareBytes(String a, String b) {
        return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    /** For messages to people: {@code policy 12345}. */
    @Override
    public String toString() {
        return type + " " + id;
    }
}
