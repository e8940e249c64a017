package io.heldby.nightrun;

import io.heldby.hibernate.WithoutVersionCheck;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.Consumer;

/** An application's code, outside of the packages that count as Heldby's own. */
public class NightRun {

    public static final String SQL = "update person set name = 'by night' where id = 1";

    public static void plain(EntityManager entities) {
        entities.createNativeQuery(SQL).executeUpdate();
    }

    @WithoutVersionCheck(reason = "Nobody edits at night.")
    public static void annotated(EntityManager entities) {
        plain(entities);
    }

    @WithoutVersionCheck(reason = " ")
    public static void withoutReason(EntityManager entities) {
        plain(entities);
    }

    /** The annotated method itself has returned when its lambda runs. */
    @WithoutVersionCheck(reason = "Nobody edits at night.")
    public static Consumer<EntityManager> lambda() {
        return entities -> List.of(1).forEach(ignored -> plain(entities));
    }

    /** As {@link #lambda}. */
    @WithoutVersionCheck(reason = "Nobody edits at night.")
    public static Consumer<EntityManager> anonymous() {
        return new Consumer<>() {
            @Override
            public void accept(EntityManager entities) {
                plain(entities);
            }
        };
    }

    public static Consumer<EntityManager> otherLambda() {
        return NightRun::plain;
    }

    /** All of it. */
    @WithoutVersionCheck(reason = "Nobody edits at night.")
    public static class Whole {

        public static void run(EntityManager entities) {
            plain(entities);
        }
    }

    /** As Spring Data makes one: there is no class with this method, only a proxy. */
    public interface Repository {

        @WithoutVersionCheck(reason = "Nobody edits at night.")
        void rename(EntityManager entities);

        void renameByDay(EntityManager entities);
    }
}
