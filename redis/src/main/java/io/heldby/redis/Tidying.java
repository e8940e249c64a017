package io.heldby.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Looks after expired locks: those whose time may have come are in a list by time, and a script looks at each again before
 * it does anything. Several may work at once. Nothing but memory and the lists depends on it.
 */
final class Tidying {

    private final Redis redis;
    private final LockScripts scripts;
    private final LockIndex index;

    Tidying(Redis redis, LockScripts scripts, LockIndex index) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
    }

    /** Tidies up to {@code limit} locks and says how many there were. */
    int upTo(int limit) {
        int tidied = 0;
        for (int shard = 0; shard < index.shards(); shard++) {
            List<LockIndex.Entry> due;
            do {
                due = index.due(shard, nowMicros(), limit - tidied);
                tidied += tidy(due);
            } while (!due.isEmpty() && tidied < limit);
        }
        return tidied;
    }

    private int tidy(List<LockIndex.Entry> due) {
        List<Reply> replies = redis.writeAll(due, scripts::tidy);
        List<CompletionStage<?>> noted = new ArrayList<>();
        int tidied = 0;
        for (int i = 0; i < due.size(); i++) {
            Reply reply = replies.get(i);
            tidied += reply.number(0) == 1 ? 1 : 0;
            noted.add(note(due.get(i), reply.number(1), reply));
        }
        noted.forEach(redis::written);
        return tidied;
    }

    private CompletionStage<?> note(LockIndex.Entry entry, long again, Reply reply) {
        if (again > 0) {
            return index.dueAgain(entry, again);
        }
        String user = reply.optionalText(2);
        if (user != null) {
            index.removeFromOwner(entry, user);
        }
        return index.neverAgain(entry);
    }

    private long nowMicros() {
        List<String> time = redis.read(redis.commands().time());
        return Long.parseLong(time.get(0)) * 1_000_000 + Long.parseLong(time.get(1));
    }
}
