package io.heldby.hibernate;

import io.heldby.jdbc.unitofwork.GivenUp;
import io.heldby.version.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hibernate.HibernateException;
import org.hibernate.StaleStateException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventSource;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.MergeContext;
import org.hibernate.event.spi.MergeEvent;
import org.hibernate.event.spi.MergeEventListener;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * Puts what is known of a conflict into the exceptions by which Hibernate tells of it, as a suppressed {@link
 * ConflictException}: so whoever catches Hibernate's, JPA's or Spring's exceptions today still does, and {@link
 * ConflictException#in} finds ours in them.
 */
final class ExplainedFailures {

    private ExplainedFailures() {}

    static void install(EventListenerRegistry listeners, Protection protection) {
        around(listeners, EventType.FLUSH, usual -> event -> {
            EventSource session = event.getSession();
            explained(protection, session, () -> {
                usual.onFlush(event);
                protection.afterFlush(session);
            });
        });
        around(
                listeners,
                EventType.AUTO_FLUSH,
                usual -> event -> explained(protection, event.getSession(), () -> usual.onAutoFlush(event)));
        around(listeners, EventType.MERGE, usual -> new ExplainedMerge(usual, protection));
    }

    private static <L> void around(EventListenerRegistry registry, EventType<L> type, UnaryOperator<L> wrapper) {
        List<L> wrapped = new ArrayList<>();
        registry.getEventListenerGroup(type)
                .fireEventOnEachListener(wrapped, (usual, all) -> all.add(wrapper.apply(usual)));
        registry.getEventListenerGroup(type).clearListeners();
        wrapped.forEach(listener -> registry.getEventListenerGroup(type).appendListener(listener));
    }

    /** Does work in which Hibernate may notice that something is stale. */
    static void explained(Protection protection, SharedSessionContractImplementor session, Runnable work) {
        try {
            work.run();
        } catch (HibernateException failed) {
            explain(protection, session, failed, null);
            throw failed;
        }
    }

    private static void explain(
            Protection protection,
            SharedSessionContractImplementor session,
            HibernateException failed,
            @Nullable Attempt also) {
        boolean stale = failed instanceof StaleStateException;
        if (ConflictException.in(failed).isPresent()
                || !session.isTransactionInProgress()
                || !(stale || GivenUp.isCauseOf(failed))) {
            return;
        }
        ConflictException conflict = protection.workOf(session).suspected(also, stale ? null : failed);
        if (conflict != null) {
            failed.addSuppressed(conflict);
        }
    }

    /** What was merged in vain shows only here. */
    private record ExplainedMerge(MergeEventListener usual, Protection protection) implements MergeEventListener {

        @Override
        public void onMerge(MergeEvent event) {
            merge(event, () -> usual.onMerge(event));
        }

        @Override
        public void onMerge(MergeEvent event, MergeContext context) {
            merge(event, () -> usual.onMerge(event, context));
        }

        private void merge(MergeEvent event, Runnable work) {
            try {
                work.run();
            } catch (HibernateException failed) {
                explain(protection, event.getSession(), failed, attempt(event));
                throw failed;
            }
        }

        private @Nullable Attempt attempt(MergeEvent event) {
            Object detached = event.getOriginal();
            EntityPersister persister = event.getSession().getEntityPersister(event.getEntityName(), detached);
            EntityModel model = protection.modelOf(persister);
            Object id = persister.getIdentifier(detached, event.getSession());
            Object version = persister.isVersioned() ? persister.getVersion(detached) : null;
            return id == null || version == null || !model.hasVersion()
                    ? null
                    : new Attempt(model, id, model.number(version), null, persister.getValues(detached));
        }
    }
}
