package io.heldby.demo.replay;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockView;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A performance under way. It is kept in the visitor's HTTP session and ends with it, or when it is begun again; then
 * nothing of it is left in the database. Safe for use by many threads: they take turns.
 */
final class Run implements HttpSessionBindingListener {

    private static final System.Logger LOG = System.getLogger(Run.class.getName());

    private final ReentrantLock turn = new ReentrantLock();
    private final Play play;
    private final List<Step> steps;
    private final LockManager locks;
    private int done;
    private boolean prepared;
    private boolean ended;

    Run(Play play, LockManager locks) {
        this.play = play;
        this.steps = List.copyOf(play.steps());
        this.locks = locks;
    }

    /** Performs a step if it is that step's turn, so that a double click performs it once. */
    void next(int step) throws SQLException {
        turn.lock();
        try {
            if (ended || step != done || done == steps.size()) {
                return;
            }
            if (!prepared) {
                play.prepare();
                prepared = true;
            }
            steps.get(step).action().perform();
            done++;
        } finally {
            turn.unlock();
        }
    }

    Shown shown() throws SQLException {
        turn.lock();
        try {
            boolean there = prepared && !ended;
            return new Shown(
                    steps.stream().map(Step::caption).toList(),
                    done,
                    play.told(),
                    play.seats().stream().map(Shown.Side::of).toList(),
                    there ? play.stored() : null,
                    play.lock().isPresent(),
                    play.lock().map(locks::holders).orElse(List.of()),
                    play.comparison().orElse(null),
                    there ? play.history() : List.of());
        } finally {
            turn.unlock();
        }
    }

    /** Never throws, because it must not stop a sign-out. */
    void end() {
        turn.lock();
        try {
            if (prepared && !ended) {
                for (LockView held : play.lock().map(locks::holders).orElse(List.of())) {
                    int unused = locks.releaseAll(held.key().tenant(), held.owner(), "the end of the replay");
                }
                play.tidy();
            }
        } catch (RuntimeException | SQLException failed) {
            LOG.log(System.Logger.Level.WARNING, "records of a replay are left in the database", failed);
        } finally {
            ended = true;
            turn.unlock();
        }
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        end();
    }
}
