package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Denied;
import io.heldby.lock.Grant;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockMode;
import io.heldby.lock.ModeChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Upgrades and downgrades, with the key's head row locked: at no moment is the key free or held in both modes. */
final class ModeChanges {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final Acquiring acquiring;
    private final EventLog events;
    private final boolean eventLog;

    ModeChanges(
            OwnConnection connections,
            HeadRows heads,
            Keys keys,
            Acquiring acquiring,
            EventLog events,
            boolean eventLog) {
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.acquiring = acquiring;
        this.events = events;
        this.eventLog = eventLog;
    }

    ModeChange change(LeaseClaim claim, LockMode mode) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, claim.key());
                Optional<Grant> own =
                        key.flatMap(locked -> locked.grant(claim.lockId())).filter(grant -> grant.provenBy(claim));
                return own.isEmpty()
                        ? new ModeChange.Lost(events.lossOf(connection, claim))
                        : changed(connection, key.orElseThrow(), own.get(), claim, mode);
            });
        } catch (RowIsLocked saving) {
            return refusedBySave(claim);
        }
    }

    private ModeChange changed(Connection connection, LockedKey key, Grant own, LeaseClaim claim, LockMode mode)
            throws SQLException {
        Grant renewed = own.renewedAt(key.now());
        if (!own.revivableAt(key.now()) || !renewed.activeAt(key.now())) {
            return new ModeChange.Lost(own.overdue());
        }
        if (own.mode() == mode || mode == LockMode.SHARED) {
            Grant next = renewed.inMode(mode);
            keys.become(connection, key, key.with(next));
            if (eventLog && own.mode() != mode) {
                events.modeChanged(connection, next, key.now());
            }
            return new ModeChange.Changed(next.leaseAt(key.now(), claim.token()));
        }
        AcquireDecision decision = AcquireDecision.upgrade(own, key.grants(), key.now());
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return new ModeChange.Refused(refuse.denied());
        }
        Grant upgraded = acquiring.upgraded(connection, key, (AcquireDecision.Upgrade) decision);
        return new ModeChange.Changed(upgraded.leaseAt(key.now(), claim.token()));
    }

    /** Whoever cannot prove the claim is not told that a save is going on. */
    private ModeChange refusedBySave(LeaseClaim claim) {
        return connections.statement(connection -> {
            HeadRows.Row row = heads.read(connection, claim.key());
            return row != null && row.grant().provenBy(claim)
                    ? new ModeChange.Refused(new Denied.Saving(claim.key(), row.view()))
                    : new ModeChange.Lost(events.lossOf(connection, claim));
        });
    }
}
