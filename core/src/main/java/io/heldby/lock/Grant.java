package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock as a store keeps it, with the rules of its life as pure functions of the store's time. All stores that can
 * run Java apply these rules under a lock on the key; what a store adds is only how it locks and where it writes.
 *
 * <p>Life: active until {@code expiresAt}; then expired. An expired grant can still be renewed while its terms are
 * lenient, the maximum hold is not over and nobody has taken the key ({@link #revivableAt}); else it is dead.
 *
 * @param tokens hashes of the tokens that prove this grant, oldest first, 1 to {@value #MAX_TOKENS}
 * @param beat orders what the pages of its editing session send: one more with each renewal, the next {@value #PAGE} with each
 *     acquire, so that no page before can have counted as far
 * @param expiryLogged whether the sweeper has already told the world that it expired
 * @param onceId null for a lock that its editing session may acquire again and again; else names the only request that it is granted
 *     to, see {@link LockRequest#onlyOnce}
 * @param breaking who ends it at {@code maxUntil}, and why; null when nobody does
 */
public record Grant(
        LockId lockId,
        LockMode mode,
        Owner owner,
        @Nullable String reason,
        List<TokenHash> tokens,
        Fence fence,
        Instant acquiredAt,
        Instant renewedAt,
        Instant expiresAt,
        Instant maxUntil,
        long beat,
        LeaseTerms terms,
        boolean expiryLogged,
        @Nullable String onceId,
        @Nullable Breaking breaking) {

    /**
     * How many tokens of one grant work at a time. Each reload of a page adds one; the page of eight reloads ago is
     * gone, so its token may go as well, and the row stays small.
     */
    public static final int MAX_TOKENS = 8;

    /** How many beats one page may count. With one in 30 s it takes a year. */
    public static final long PAGE = 1_000_000;

    /** The hash of no token: nobody can find one that has it. */
    private static final TokenHash NO_TOKEN = new TokenHash("0".repeat(64));

    public Grant {
        if (tokens.isEmpty() || tokens.size() > MAX_TOKENS) {
            throw new IllegalArgumentException("a grant has 1 to 8 tokens, not " + tokens.size());
        }
        tokens = List.copyOf(tokens);
    }

    /** A new grant, {@code now} being the store's time after it has won the key. */
    public static Grant of(GrantRequest request, Fence fence, Instant now) {
        Instant maxUntil = now.plus(request.maximumHold());
        return new Grant(
                request.lockId(),
                request.mode(),
                request.owner(),
                request.reason(),
                List.of(request.token().hash()),
                fence,
                now,
                now,
                earlier(now.plus(request.firstLease()), maxUntil),
                maxUntil,
                1,
                request.terms(),
                false,
                request.onceId(),
                null);
    }

    /**
     * The place of somebody who waited, now that it is their turn: nobody's grant, proven by no token, and over at the end
     * of its time. A store that keeps one row for each key keeps it there.
     */
    public static Grant reservedFor(Waiter waiter, LockId lockId, Fence fence, Instant now) {
        Instant until = now.plus(waiter.reservedFor());
        return new Grant(
                lockId,
                LockMode.EXCLUSIVE,
                waiter.owner(),
                null,
                List.of(NO_TOKEN),
                fence,
                now,
                now,
                until,
                until,
                1,
                new LeaseTerms(waiter.reservedFor(), RenewalMode.FIXED, Expiry.STRICT),
                false,
                null,
                null);
    }

    public LockKey key() {
        return lockId.key();
    }

    public boolean activeAt(Instant now) {
        return now.isBefore(expiresAt);
    }

    /** Whether its holder may still renew and save, active or not. */
    public boolean revivableAt(Instant now) {
        return activeAt(now) || (terms.expiry() == Expiry.LENIENT && now.isBefore(maxUntil));
    }

    /** How it ended that cannot be revived: by itself, or because an operator had said so. */
    public Loss overdue() {
        boolean atTheEndOfItsGrace = terms.expiry() == Expiry.LENIENT || !expiresAt.isBefore(maxUntil);
        return breaking != null && atTheEndOfItsGrace
                ? Loss.broken(breaking.by(), maxUntil, breaking.reason())
                : Loss.expired(expiresAt);
    }

    /** An operator lets it end after a grace. Said twice, the earlier end counts. */
    public Grant breakingAt(Instant now, String by, String reason, Duration grace) {
        Instant end = now.plus(grace);
        if (!end.isBefore(maxUntil) && breaking != null) {
            return this;
        }
        return new Grant(
                lockId,
                mode,
                owner,
                this.reason,
                tokens,
                fence,
                acquiredAt,
                renewedAt,
                earlier(expiresAt, end),
                earlier(maxUntil, end),
                beat,
                terms,
                expiryLogged,
                onceId,
                new Breaking(by, reason, now));
    }

    /** Whether the claim proves this very grant; says nothing about time. */
    public boolean provenBy(LeaseClaim claim) {
        return lockId.equals(claim.lockId())
                && owner.user().equals(claim.user())
                && tokens.contains(claim.token().hash());
    }

    /** A heartbeat of somebody whose requests do not overtake each other. */
    public Grant renewedAt(Instant now) {
        return renewedAt(now, null);
    }

    /**
     * A heartbeat: a sliding lease starts again, a fixed one stays, and if it is over, that is not news again; the beat counts
     * either way. One that says an older beat has been overtaken, and changes nothing: its page has been left since, or
     * another one has begun.
     *
     * @param seenBeat see {@link Heartbeat#seenBeat}
     */
    public Grant renewedAt(Instant now, @Nullable Long seenBeat) {
        if (seenBeat != null && seenBeat < beat) {
            return this;
        }
        boolean fixed = terms.renewal() == RenewalMode.FIXED;
        Instant end = fixed ? expiresAt : slidTo(now.plus(terms.lease()));
        long seen = seenBeat != null && isOfThisPage(seenBeat) ? seenBeat : beat;
        return with(fence, tokens, now, end, seen + 1, fixed && expiryLogged);
    }

    private boolean isOfThisPage(long seenBeat) {
        return seenBeat / PAGE == beat / PAGE;
    }

    /** Its handler lets it go on, though it is over; no heartbeat of its holder's. Never beyond the maximum hold. */
    public Grant extendedAt(Instant now, Duration time) {
        return with(fence, tokens, renewedAt, later(expiresAt, slidTo(now.plus(time))), beat, false);
    }

    /**
     * The same editing session asks again (reload, lost answer, nested call): same grant, a further token. It never
     * ends earlier than it did, and the maximum hold stays where it was.
     */
    public Grant reenteredAt(Instant now, GrantRequest request) {
        List<TokenHash> more = new ArrayList<>(tokens);
        more.add(request.token().hash());
        List<TokenHash> newest = more.subList(Math.max(0, more.size() - MAX_TOKENS), more.size());
        Instant end = terms.renewal() == RenewalMode.FIXED
                ? expiresAt
                : later(expiresAt, slidTo(now.plus(request.firstLease())));
        return with(fence, newest, now, end, (beat / PAGE + 1) * PAGE, false);
    }

    /**
     * A page was left: the lease ends soon, so that a reload can still reclaim it. Counts as a beat, so that a heartbeat of the
     * same page that comes later changes nothing. Itself it changes nothing when the grant has seen a newer beat than the page
     * did (then the page is back) or that of a further page, or when the lease is fixed.
     *
     * @param seenBeat as in a heartbeat
     */
    public Grant softReleasedAt(Instant now, long seenBeat, Duration grace) {
        if (seenBeat < beat || !isOfThisPage(seenBeat) || terms.renewal() == RenewalMode.FIXED) {
            return this;
        }
        return with(fence, tokens, renewedAt, earlier(expiresAt, now.plus(grace)), seenBeat + 1, expiryLogged);
    }

    public Grant withExpiryLogged() {
        return with(fence, tokens, renewedAt, expiresAt, beat, true);
    }

    /** For stores that learn the fence only after the row is written. */
    public Grant withFence(Fence newFence) {
        return with(newFence, tokens, renewedAt, expiresAt, beat, expiryLogged);
    }

    /** Upgraded or downgraded; everything else stays. */
    public Grant inMode(LockMode newMode) {
        return new Grant(
                lockId,
                newMode,
                owner,
                reason,
                tokens,
                fence,
                acquiredAt,
                renewedAt,
                expiresAt,
                maxUntil,
                beat,
                terms,
                expiryLogged,
                onceId,
                breaking);
    }

    public LockView viewAt(Instant now) {
        return new LockView(
                lockId,
                mode,
                owner,
                reason,
                fence,
                acquiredAt,
                renewedAt,
                expiresAt,
                maxUntil,
                activeAt(now) ? LockView.State.ACTIVE : LockView.State.EXPIRED,
                now);
    }

    public Lease leaseAt(Instant now, Token token) {
        return new Lease(lockId, mode, owner, reason, token, fence, acquiredAt, expiresAt, maxUntil, beat, now);
    }

    private Instant slidTo(Instant end) {
        return earlier(end, maxUntil);
    }

    private Grant with(
            Fence fence,
            List<TokenHash> tokens,
            Instant renewedAt,
            Instant expiresAt,
            long beat,
            boolean expiryLogged) {
        return new Grant(
                lockId,
                mode,
                owner,
                reason,
                tokens,
                fence,
                acquiredAt,
                renewedAt,
                expiresAt,
                maxUntil,
                beat,
                terms,
                expiryLogged,
                onceId,
                breaking);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isBefore(b) ? b : a;
    }
}
