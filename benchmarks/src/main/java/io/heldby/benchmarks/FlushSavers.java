package io.heldby.benchmarks;

import io.heldby.hibernate.HeldbyHibernate;
import io.heldby.hibernate.StatementGuardMode;
import io.heldby.jdbc.Heldby;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The same flush of loaded entities: by Hibernate alone, and with as much of Heldby as one may ask for. */
final class FlushSavers implements AutoCloseable {

    static final String ALONE = "Hibernate alone";
    /** Nothing is asked of it for these entities: what everybody pays who has the jar. */
    static final String UNASKED = "heldby-hibernate, no policy";

    static final String UNGUARDED = "heldby-hibernate, no statement guard";
    static final String LOCKED = "heldby-hibernate, all locked";
    /** As the starter has it: whoever has a record open is told that it was saved. */
    static final String LOCKED_AND_TOLD = "heldby-hibernate, all locked and told";

    static final String LOGGED = "heldby-hibernate, all logged";

    private static final Owner WRITER = Owner.of("leia", "desk-1").named(Invoice.BY);
    /** As Heldby calls {@link InvoiceEntity}. */
    private static final String TYPE = "invoiceEntity";

    private final Heldby heldby;
    private final DataSource dataSource;
    private final List<EntityManagerFactory> factories = new ArrayList<>();
    private final List<Saver> all = new ArrayList<>();

    /** The table of invoices and Heldby's own must be there. */
    FlushSavers(DataSource dataSource) {
        this(dataSource, dataSource);
    }

    /** @param another of the same database, for Heldby's own threads */
    FlushSavers(DataSource dataSource, DataSource another) {
        this.dataSource = dataSource;
        LockPolicies without = LockPolicies.defaults();
        LockPolicies policies = without.with(TYPE, LockPolicy.fixed(Duration.ofHours(2)));
        heldby = Heldby.builder(another).policies(policies).build();
        add(ALONE, InvoiceEntity.class, SessionFactories.alone(dataSource, InvoiceEntity.class));
        add(UNASKED, told(locked(without)));
        add(UNGUARDED, told(locked(without)).statementGuard(StatementGuardMode.OFF));
        add(LOCKED, locked(policies));
        add(LOCKED_AND_TOLD, told(locked(policies)));
        add(
                LOGGED,
                LoggedInvoiceEntity.class,
                SessionFactories.withHeldby(dataSource, LoggedInvoiceEntity.class, told(locked(without))));
    }

    List<Saver> all() {
        return List.copyOf(all);
    }

    /** Locks these for as long as it takes, untimed. */
    void lock(List<Invoice> invoices) {
        List<LockRequest> wishes = invoices.stream()
                .map(invoice -> LockRequest.of(LockKey.of(TYPE, "" + invoice.id()), WRITER))
                .toList();
        if (heldby.locks().acquireAll(wishes).ifGranted().isEmpty()) {
            throw new IllegalStateException("somebody else has locked the invoices");
        }
    }

    /** Gives back all of them. */
    void unlock() {
        int unused = heldby.locks().releaseAll("", WRITER, "measured");
    }

    @Override
    public void close() {
        factories.forEach(EntityManagerFactory::close);
        heldby.close();
    }

    private void add(String name, HeldbyHibernate settings) {
        add(name, InvoiceEntity.class, SessionFactories.withHeldby(dataSource, InvoiceEntity.class, settings));
    }

    private void add(String name, Class<? extends InvoiceFields> entity, EntityManagerFactory factory) {
        factories.add(factory);
        all.add(new LoadedEntities(name, factory, entity));
    }

    private HeldbyHibernate locked(LockPolicies policies) {
        return HeldbyHibernate.defaults().locks(heldby.guard(), () -> policies, key -> WRITER, () -> "");
    }

    private HeldbyHibernate told(HeldbyHibernate settings) {
        return settings.changeLog(heldby::changeLog, heldby::savedEvents, () -> Invoice.BY);
    }
}
