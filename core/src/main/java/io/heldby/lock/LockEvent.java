package io.heldby.lock;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a lock, or to a record that was saved, and is committed. Never contains a token.
 *
 * @param position in the log, from 1; what happened later to the same key has a greater one. Not every number is given;
 *     0 where a store keeps no log, see {@link StoreCapability#LIVE_EVENTS}
 * @param type of the record; empty when all types are meant
 * @param id of the record; empty when all of its type are meant
 * @param lockId null where it is about no grant: a denial, a suspension
 * @param user id of the holder, of the one who was denied, or of the one who saved; null where it is not known
 * @param displayName of the same; null after the name was removed for data protection
 * @param by display name of who did it, where that was not the holder; of a denial: who was in the way
 * @param at by the store's clock
 * @param version of the record that was saved; null of what happens to locks
 */
public record LockEvent(
        long position,
        Kind kind,
        String tenant,
        String type,
        String id,
        @Nullable LockId lockId,
        @Nullable Fence fence,
        @Nullable String user,
        @Nullable String displayName,
        @Nullable String by,
        @Nullable String reason,
        Instant at,
        @Nullable Long version) {

    /** What happened. A reader should let kinds pass that it does not know: there will be more. */
    public enum Kind {
        /** Granted. */
        ACQUIRED("lock.acquired", false),
        /** From shared to exclusive. */
        UPGRADED("lock.mode-changed", false),
        /** From exclusive to shared. */
        DOWNGRADED("lock.mode-changed", false),
        /** Its time is over, but while nobody takes the record its holder may still go on. */
        LAPSED("lock.expiring", true),
        /** Given back, or its session ended. */
        RELEASED("lock.released", true),
        /** Its time is over for good. */
        EXPIRED("lock.lost", true),
        /** Its time was over and somebody else took the record. */
        TAKEN_OVER("lock.lost", true),
        /** Its owner went on in another tab. */
        CONTINUED_ELSEWHERE("lock.lost", true),
        /** An operator ended it. */
        BROKEN("lock.lost", true),
        /** An operator will end it when the grace is over. */
        BREAKING("lock.expiring", false),
        /** Somebody asked the holder for it. */
        REQUESTED("lock.requested", false),
        /** The holder said that they need it for a while. */
        KEPT("lock.kept", false),
        /** Somebody asked the operators to end it. */
        RELEASE_REQUESTED("lock.release-requested", false),
        /** The operators do not end it. */
        RELEASE_DECLINED("lock.release-declined", false),
        /** The holder gave it to the one who asked. */
        HANDED_OVER("lock.transferred", true),
        /** It is kept for a moment for the one who waited. */
        RESERVED("lock.freed", false),
        /** Somebody wanted the record and was told who has it. A sample: once a minute for each person and record. */
        DENIED("lock.denied", false),
        /** The guard was switched off for a while. */
        SUSPENDED("locks.suspended", false),
        /** The guard was switched on again. */
        RESUMED("locks.resumed", false),
        /** A record was saved: who has it open may look what changed before their own save is refused. */
        SAVED("resource.saved", false),
        /** What {@code displayName} had saved was overwritten {@code by} somebody who was shown it. */
        OVERWRITTEN("resource.overwritten", false),
        /** Something that this version of Heldby does not know; a newer node has written it. */
        OTHER("lock.other", false);

        private final String news;
        private final boolean ending;

        Kind(String news, boolean ending) {
            this.news = news;
            this.ending = ending;
        }

        /** The kind with this name; {@link #OTHER} when there is none. */
        public static Kind named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElse(OTHER);
        }

        /** What kind of news it is to readers outside Java, such as {@code lock.lost}; several kinds may be one. */
        public String news() {
            return news;
        }

        /** Whether the holder it names does not keep others out any more. */
        public boolean isEnding() {
            return ending;
        }
    }

    /** What was locked; empty where it is about a whole type or tenant. */
    public Optional<LockKey> key() {
        return type.isEmpty() || id.isEmpty() ? Optional.empty() : Optional.of(new LockKey(tenant, type, id));
    }

    /** As it is told to readers outside Java, over HTTP and by webhooks: a JSON object; what is null is left out. */
    public String toJson() {
        return new JsonObject()
                .add("position", position)
                .add("event", kind.news())
                .add("action", kind.name())
                .add("tenant", tenant.isEmpty() ? null : tenant)
                .add("type", type)
                .add("id", id)
                .add("lockId", lockId)
                .add("fence", fence == null ? null : fence.value())
                .add("user", user)
                .add("displayName", displayName)
                .add("by", by)
                .add("reason", reason)
                .add("version", version)
                .add("at", at)
                .toString();
    }
}
