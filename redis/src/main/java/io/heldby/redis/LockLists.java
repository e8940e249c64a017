package io.heldby.redis;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Reads locks without changing them, for screens. A list looks at every lock of its tenant or, when asked for, user. */
final class LockLists {

    private static final int BATCH = 1000;

    private final Redis redis;
    private final LockScripts scripts;
    private final LockIndex index;

    LockLists(Redis redis, LockScripts scripts, LockIndex index) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
    }

    /** The grants of a key that have not ended, expired ones included. */
    List<LockView> of(LockKey key) {
        return views(key, redis.read(scripts.read(key))).toList();
    }

    LockPage page(LockQuery query) {
        Collection<LockIndex.Entry> candidates =
                query.user() == null ? index.all() : index.ofOwner(query.tenant(), query.user());
        return query.pageOf(views(candidates.stream()
                .filter(entry -> entry.key().tenant().equals(query.tenant()))
                .filter(entry -> query.type() == null || entry.key().type().equals(query.type()))
                .toList()));
    }

    int count(String tenant, String user) {
        return (int) views(index.ofOwner(tenant, user)).count();
    }

    /** The locks of these entries that have not ended, in batches of one round trip each. */
    Stream<LockView> views(List<LockIndex.Entry> entries) {
        List<LockView> found = new ArrayList<>();
        for (int from = 0; from < entries.size(); from += BATCH) {
            List<LockIndex.Entry> batch = entries.subList(from, Math.min(entries.size(), from + BATCH));
            List<Reply> replies = redis.readAll(batch, entry -> scripts.read(entry.key()));
            for (int i = 0; i < batch.size(); i++) {
                LockIndex.Entry entry = batch.get(i);
                views(entry.key(), replies.get(i))
                        .filter(view -> view.lockId().equals(entry.lockId()))
                        .forEach(found::add);
            }
        }
        return found.stream();
    }

    private static Stream<LockView> views(LockKey key, Reply reply) {
        Instant now = reply.time(0);
        return reply.list(1).lists().map(grant -> grant.view(key, now));
    }
}
