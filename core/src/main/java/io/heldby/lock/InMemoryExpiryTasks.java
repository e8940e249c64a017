package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tasks of an {@link InMemoryLockStore}, under the store's mutex. */
final class InMemoryExpiryTasks implements ExpiryTasks {

    private static final Comparator<ExpiryTask> DUE_FIRST =
            Comparator.comparing(ExpiryTask::dueAt).thenComparing(ExpiryTask::taskId);

    private final Mutex mutex;
    private final Extending extending;
    private final Map<Long, ExpiryTask> tasks = new LinkedHashMap<>();
    private long lastId;

    InMemoryExpiryTasks(Mutex mutex, Extending extending) {
        this.mutex = mutex;
        this.extending = extending;
    }

    /** Inside the mutex. */
    void wentOn(Grant before, Grant after) {
        write(ExpiryTask.Change.of(before, after), before, Loss.expired(before.expiresAt()));
    }

    /** Inside the mutex. */
    void ended(Grant grant, Loss loss) {
        write(ExpiryTask.Change.of(grant, loss), grant, loss);
    }

    private void write(ExpiryTask.Change change, Grant grant, Loss loss) {
        switch (change) {
            case TASK -> {
                lastId++;
                tasks.put(lastId, ExpiryTask.of(lastId, grant, loss));
            }
            case DROP -> tasks.values().removeIf(task -> task.lockId().equals(grant.lockId()));
            case NOTHING -> {}
        }
    }

    @Override
    public Optional<ExpiryTask> claim(String handler, Duration time) {
        return mutex.locked(now -> tasks.values().stream()
                .filter(task -> task.handler().equals(handler) && !task.dueAt().isAfter(now))
                .min(DUE_FIRST)
                .map(task -> put(task.claimed(UUID.randomUUID(), now.plus(time)))));
    }

    @Override
    public boolean done(ExpiryTask claimed) {
        return mutex.locked(now -> isClaimed(claimed) && tasks.remove(claimed.taskId()) != null);
    }

    @Override
    public boolean failed(ExpiryTask claimed, String error, Duration again) {
        return mutex.locked(now -> {
            boolean mine = isClaimed(claimed);
            if (mine) {
                put(claimed.failed(error, now.plus(again)));
            }
            return mine;
        });
    }

    private boolean isClaimed(ExpiryTask claimed) {
        ExpiryTask task = tasks.get(claimed.taskId());
        return task != null && task.claim() != null && task.claim().equals(claimed.claim());
    }

    private ExpiryTask put(ExpiryTask task) {
        tasks.put(task.taskId(), task);
        return task;
    }

    @Override
    public boolean extend(LockId lockId, Duration time) {
        return mutex.locked(now -> extending.extended(lockId, time, now));
    }

    @Override
    public List<ExpiryTask> pending(@Nullable String tenant, int limit) {
        return mutex.locked(now -> tasks.values().stream()
                .filter(task -> tenant == null || task.key().tenant().equals(tenant))
                .sorted(DUE_FIRST)
                .limit(limit)
                .toList());
    }

    void age(Duration time) {
        mutex.locked(now -> {
            tasks.replaceAll((id, task) -> task.withDueAt(task.dueAt().minus(time)));
            return true;
        });
    }

    @Override
    public String toString() {
        return "tasks=" + tasks.values();
    }

    /** How the store keeps everybody else out. */
    @FunctionalInterface
    interface Mutex {
        <T> T locked(Function<Instant, T> work);
    }

    /** How the store extends a grant. */
    @FunctionalInterface
    interface Extending {
        boolean extended(LockId lockId, Duration time, Instant now);
    }
}
