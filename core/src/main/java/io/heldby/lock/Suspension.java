package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The emergency switch: while it lasts, the {@link Guard} lets every write of these types pass without a lease. Locks are
 * still taken and shown, and version checks never switch off.
 *
 * @param type which type; null for all
 * @param operator display name of who did it
 * @param reason why, 1 to 200 chars; shown on every screen
 * @param until when it ends by itself, on the store's clock
 */
public record Suspension(
        String tenant, @Nullable String type, String operator, String reason, Instant since, Instant until) {

    public static final Duration LONGEST = Duration.ofHours(8);

    public Suspension {
        Text.checked("tenant", tenant, 0, 100);
        if (type != null) {
            Text.checked("type", type, 1, 100);
        }
        Text.checked("operator", operator, 1, 255);
        Text.checked("reason", reason, 1, 200);
    }

    public boolean covers(LockKey key) {
        return tenant.equals(key.tenant()) && (type == null || type.equals(key.type()));
    }
}
