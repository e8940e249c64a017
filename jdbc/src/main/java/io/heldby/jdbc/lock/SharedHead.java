package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LockId;
import io.heldby.lock.LockMode;
import io.heldby.lock.TokenHash;
import java.util.Comparator;
import java.util.List;

/**
 * The head row of a key that is shared. It is nobody's grant: no token proves it, and its lock id is told to nobody. It
 * says that the key is shared and until when at the latest, so that a writer can be refused by reading one row; owner
 * and reason are those of the newest sharer, for whoever looks at the table.
 */
final class SharedHead {

    /** The hash of no token: nobody can find one that has it. */
    private static final TokenHash NO_TOKEN = new TokenHash("0".repeat(64));

    private SharedHead() {}

    /** @param shares at least one */
    static Grant of(LockId lockId, List<Grant> shares) {
        Grant newest = shares.stream().max(Comparator.comparing(Grant::fence)).orElseThrow();
        Grant lastToEnd =
                shares.stream().max(Comparator.comparing(Grant::expiresAt)).orElseThrow();
        return new Grant(
                lockId,
                LockMode.SHARED,
                newest.owner(),
                newest.reason(),
                List.of(NO_TOKEN),
                newest.fence(),
                newest.acquiredAt(),
                lastToEnd.renewedAt(),
                lastToEnd.expiresAt(),
                shares.stream()
                        .map(Grant::maxUntil)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(),
                1,
                newest.terms(),
                true,
                null,
                null);
    }
}
