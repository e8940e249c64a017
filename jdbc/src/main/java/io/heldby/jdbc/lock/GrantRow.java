package io.heldby.jdbc.lock;

import io.heldby.lock.ActorKind;
import io.heldby.lock.Breaking;
import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.Owner;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.TokenHash;
import java.io.ByteArrayOutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link Grant} as a row of the lock table, in both directions. */
final class GrantRow {

    private static final int HASH_BYTES = 32;
    private static final String RESERVED = "RESERVED";

    private final Times times;

    GrantRow(Times times) {
        this.times = times;
    }

    Grant read(ResultSet row) throws SQLException {
        return new Grant(
                id(row),
                isReserved(row) ? LockMode.EXCLUSIVE : LockMode.valueOf(row.getString("mode")),
                owner(row),
                row.getString("reason"),
                hashes(row.getBytes("token_hashes")),
                new Fence(row.getLong("fence")),
                instant(row, "acquired_at"),
                instant(row, "renewed_at"),
                instant(row, "expires_at"),
                instant(row, "max_until"),
                row.getLong("beat"),
                new LeaseTerms(
                        Duration.ofMillis(row.getLong("lease_millis")),
                        RenewalMode.valueOf(row.getString("renewal")),
                        Expiry.valueOf(row.getString("expiry")),
                        row.getString("handler")),
                row.getBoolean("expiry_logged"),
                row.getString("once_id"),
                breaking(row));
    }

    /** Whether a head row is nobody's grant but keeps the key for whoever is next. */
    static boolean isReserved(ResultSet row) throws SQLException {
        return row.getString("mode").equals(RESERVED);
    }

    private @Nullable Breaking breaking(ResultSet row) throws SQLException {
        String by = row.getString("break_by");
        return by == null
                ? null
                : new Breaking(by, Objects.requireNonNull(row.getString("break_reason")), instant(row, "break_since"));
    }

    static Owner owner(ResultSet row) throws SQLException {
        return new Owner(
                row.getString("user_id"),
                row.getString("session_id"),
                row.getString("display_name"),
                ActorKind.valueOf(row.getString("actor_kind")));
    }

    static LockId id(ResultSet row) throws SQLException {
        LockKey key = new LockKey(row.getString("tenant"), row.getString("type"), row.getString("id"));
        return new LockId(key, row.getObject("lock_id", UUID.class));
    }

    /** The row that {@link Sql#insertFirst} has just inserted, of which only what the database added is read. */
    Grant inserted(ResultSet row, GrantRequest request) throws SQLException {
        return Grant.of(
                request,
                new Fence(row.getLong("fence")),
                Instant.EPOCH.plus(row.getLong("acquired_micros"), ChronoUnit.MICROS));
    }

    /** Binds {@link Sql#insertFirst}, which computes the times itself, up to what a dialect needs behind the values. */
    Binder bindInsert(PreparedStatement statement, GrantRequest request) throws SQLException {
        Binder bind = new Binder(statement, times);
        key(bind, request.key());
        bind.value(request.lockId().grant());
        bind.text(request.mode().name());
        owner(bind, request.owner());
        bind.text(request.reason());
        bind.bytes(bytes(List.of(request.token().hash())));
        bind.number(
                Math.min(request.firstLease().toMillis(), request.maximumHold().toMillis()));
        bind.number(request.maximumHold().toMillis());
        terms(bind, request.terms());
        bind.text(request.onceId());
        bind.text(request.terms().handler());
        return bind;
    }

    /** Binds {@link Sql#insertShare} and {@link Sql#insertHead}: a grant that is complete. */
    void bindAll(PreparedStatement statement, Grant grant) throws SQLException {
        Binder bind = new Binder(statement, times);
        key(bind, grant.key());
        state(bind, grant, grant.mode().name());
    }

    /** Binds {@link Sql#update}: everything but the key, then the row it is for. */
    void bindUpdate(PreparedStatement statement, Grant next, LockId current) throws SQLException {
        Binder bind = new Binder(statement, times);
        state(bind, next, next.mode().name());
        id(bind, current);
    }

    /** As {@link #bindUpdate}, for a head row that keeps the key for whoever is next. */
    void bindReservation(PreparedStatement statement, Grant place, LockId current) throws SQLException {
        Binder bind = new Binder(statement, times);
        state(bind, place, RESERVED);
        id(bind, current);
    }

    private static void state(Binder bind, Grant next, String mode) throws SQLException {
        bind.value(next.lockId().grant());
        bind.text(mode);
        owner(bind, next.owner());
        bind.text(next.reason());
        bind.bytes(bytes(next.tokens()));
        bind.number(next.fence().value());
        bind.time(next.acquiredAt());
        bind.time(next.renewedAt());
        bind.time(next.expiresAt());
        bind.time(next.maxUntil());
        bind.number(next.beat());
        terms(bind, next.terms());
        bind.value(next.expiryLogged());
        bind.text(next.onceId());
        bind.text(next.terms().handler());
        Breaking breaking = next.breaking();
        bind.text(breaking == null ? null : breaking.by());
        bind.text(breaking == null ? null : breaking.reason());
        bind.time(breaking == null ? null : breaking.since());
    }

    void bindId(PreparedStatement statement, LockId lockId) throws SQLException {
        id(new Binder(statement, times), lockId);
    }

    /** Binds a statement that takes an exclusive grant away for whoever proves it: the id, the user, and the token's hash. */
    void bindClaim(PreparedStatement statement, LeaseClaim claim) throws SQLException {
        Binder bind = new Binder(statement, times);
        id(bind, claim.lockId());
        bind.text(claim.user()).bytes(hash(claim));
    }

    void bindKey(PreparedStatement statement, LockKey key) throws SQLException {
        key(new Binder(statement, times), key);
    }

    /**
     * Binds a statement over several keys; the last one fills what is left.
     *
     * @param named how many the statement names
     */
    void bindKeys(PreparedStatement statement, List<LockKey> keys, int named) throws SQLException {
        Binder bind = new Binder(statement, times);
        for (int i = 0; i < named; i++) {
            key(bind, keys.get(Math.min(i, keys.size() - 1)));
        }
    }

    @Nullable
    Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return row.getString(column) == null ? null : instant(row, column);
    }

    Instant instant(ResultSet row, String column) throws SQLException {
        return times.read(row, column);
    }

    static byte[] bytes(List<TokenHash> hashes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(hashes.size() * HASH_BYTES);
        hashes.forEach(hash -> all.writeBytes(HexFormat.of().parseHex(hash.hex())));
        return all.toByteArray();
    }

    static byte[] hash(LeaseClaim claim) {
        return bytes(List.of(claim.token().hash()));
    }

    static List<TokenHash> hashes(byte[] bytes) {
        List<TokenHash> hashes = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += HASH_BYTES) {
            hashes.add(new TokenHash(HexFormat.of().formatHex(Arrays.copyOfRange(bytes, from, from + HASH_BYTES))));
        }
        return hashes;
    }

    /** The key's three parts, and then which grant of the key. */
    static void id(Binder bind, LockId lockId) throws SQLException {
        key(bind, lockId.key());
        bind.value(lockId.grant());
    }

    static void key(Binder bind, LockKey key) throws SQLException {
        bind.text(key.tenant());
        bind.text(key.type());
        bind.text(key.id());
    }

    static void owner(Binder bind, Owner owner) throws SQLException {
        bind.text(owner.user());
        bind.text(owner.session());
        bind.text(owner.displayName());
        bind.text(owner.actorKind().name());
    }

    private static void terms(Binder bind, LeaseTerms terms) throws SQLException {
        bind.number(terms.lease().toMillis());
        bind.text(terms.renewal().name());
        bind.text(terms.expiry().name());
    }
}
