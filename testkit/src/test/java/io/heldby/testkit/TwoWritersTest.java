package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.testkit.TwoWriters.Answer;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One controller that is right, and one for each way to be wrong, which must be found and named. */
class TwoWritersTest {

    private static final Answer STALE = new Answer(412, null, "Leia Organa was first");

    /** The table, with its one row. */
    private final AtomicReference<Row> row = new AtomicReference<>(new Row(7, "nothing"));

    record Row(long version, String text) {

        Row next(String newText) {
            return new Row(version + 1, newText);
        }

        boolean is(@Nullable String etag) {
            return ("\"" + version + "\"").equals(etag);
        }
    }

    @Test
    void controllerThatComparesInTheStatementIsRight() {
        assertThatCode(() -> on(this::saveIfCurrent).assertNoLostUpdate()).doesNotThrowAnyException();
        assertThatCode(() -> on(this::saveIfCurrent).refusalNames("Leia Organa").assertNoLostUpdate())
                .doesNotThrowAnyException();
        assertThatCode(() -> on(this::saveIfCurrent)
                        .writing(number -> "" + (1000 + number))
                        .assertNoLostUpdate())
                .doesNotThrowAnyException();
    }

    @Test
    void versionInTheBodyWillDo() {
        TwoWriters writers = TwoWriters.on(
                () -> new Answer(
                        200, null, current().version() + " " + current().text()),
                (read, text) -> saveIfCurrent("\"" + read.body().split(" ", 2)[0] + "\"", text));

        assertThatCode(writers::assertNoLostUpdate).doesNotThrowAnyException();
    }

    @Test
    void askingALoserOfARaceToTryAgainIsRight() {
        assertThatCode(() -> on((etag, text) -> {
                            Answer answer = saveIfCurrent(etag, text);
                            boolean race = answer.equals(STALE) && number(text) >= 10;
                            return race ? new Answer(503, null, "") : answer;
                        })
                        .assertNoLostUpdate())
                .doesNotThrowAnyException();
    }

    @Test
    void controllerThatDropsTheVersionLosesTheFirstWrite() {
        assertFails(
                (etag, text) -> saveAnyway(text),
                "the second write was accepted with 200 although it was based on what was read before the first",
                "what the first wrote is gone",
                "AND version = ?");
    }

    @Test
    void controllerThatRetriesTheStaleObjectLosesTheFirstWrite() {
        assertFails(
                (etag, text) -> {
                    Answer answer = saveIfCurrent(etag, text);
                    return answer.status() == 412
                            ? saveIfCurrent("\"" + current().version() + "\"", text)
                            : answer;
                },
                "what the first wrote is gone",
                "one that is read just before the write always fits");
    }

    @Test
    void controllerThatTakesAWeakEtagForNoneLosesTheFirstWrite() {
        assertFails(
                (etag, text) -> String.valueOf(etag).startsWith("W/") ? saveAnyway(text) : saveIfCurrent(etag, text),
                "If-Match was W/\"",
                "what the first wrote is gone");
    }

    @Test
    void controllerThatChecksAndThenWritesLetsSeveralPass() {
        CyclicBarrier allHaveChecked = new CyclicBarrier(8);
        assertFails(
                (etag, text) -> {
                    if (!current().is(etag)) {
                        return STALE;
                    }
                    if (number(text) >= 10) {
                        meet(allHaveChecked);
                    }
                    return saveAnyway(text);
                },
                "8 of 8 simultaneous writes from one version were accepted",
                "must be one statement");
    }

    /** spring-data-rest 1593. */
    @Test
    void controllerThatRefusesAfterItHasWrittenIsFound() {
        assertFails(
                (etag, text) -> {
                    boolean fits = current().is(etag);
                    Answer written = saveAnyway(text);
                    return fits ? written : STALE;
                },
                "was refused with 412, but has written all the same");
    }

    @Test
    void controllerThatSaysSavedAndDropsTheWriteIsFound() {
        assertFails(
                (etag, text) -> saveIfCurrent(etag, text).status() == 412 ? new Answer(200, null, "") : ok(),
                "accepted with 200",
                "its writer believes it saved");
    }

    @Test
    void refusalThatNoClientUnderstandsIsFound() {
        assertFails(
                (etag, text) -> saveIfCurrent(etag, text).status() == 412 ? new Answer(500, null, "oops") : ok(),
                "was refused with 500 oops",
                "answer 412 for a version in If-Match, 409");
    }

    @Test
    void controllerThatNeverSavesAgainIsFound() {
        assertFails(
                (etag, text) -> number(text) == 3 ? STALE : saveIfCurrent(etag, text),
                "based on what had just been read was refused with 412");
    }

    @Test
    void raceThatNobodyWinsIsFound() {
        assertFails(
                (etag, text) -> number(text) >= 10 ? STALE : saveIfCurrent(etag, text),
                "none of 8 simultaneous writes from the current version was accepted");
    }

    @Test
    void deadlockThatIsAnsweredAsAnErrorIsFound() {
        assertFails(
                (etag, text) -> {
                    Answer answer = saveIfCurrent(etag, text);
                    return number(text) >= 10 && answer.status() == 412 ? new Answer(500, null, "deadlock") : answer;
                },
                "one of 8 simultaneous writes was answered with 500 deadlock");
    }

    @Test
    void refusalMustNameWhoWasFirstIfAsked() {
        assertThatThrownBy(
                        () -> on(this::saveIfCurrent).refusalNames("Han Solo").assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not say that Han Solo was first");
    }

    @Test
    void whatCannotBeReadOrWrittenSaysWhatToDo() {
        assertThatThrownBy(() -> TwoWriters.on(() -> new Answer(404, null, ""), (read, text) -> ok())
                        .assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("get was answered with 404")
                .hasMessageContaining("store the record before");
        assertFails((etag, text) -> ok(), "let put write the text that it is given into a field that get shows");
        assertThatThrownBy(() -> TwoWriters.on(this::read, (read, text) -> {
                            throw new TimeoutException("slow");
                        })
                        .assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("put failed")
                .hasCauseInstanceOf(TimeoutException.class);
    }

    private void assertFails(Controller controller, String... parts) {
        assertThatThrownBy(() -> on(controller).assertNoLostUpdate())
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(parts);
    }

    private TwoWriters on(Controller controller) {
        return TwoWriters.on(this::read, (read, text) -> controller.save(read.etag(), text));
    }

    interface Controller {
        Answer save(@Nullable String etag, String text);
    }

    private Answer read() {
        Row read = current();
        return new Answer(200, "\"" + read.version() + "\"", read.text());
    }

    private Row current() {
        return Objects.requireNonNull(row.get());
    }

    /** What {@code UPDATE … WHERE version = ?} does. */
    private Answer saveIfCurrent(@Nullable String etag, String text) {
        Row before = current();
        return before.is(etag) && row.compareAndSet(before, before.next(text)) ? ok() : STALE;
    }

    private Answer saveAnyway(String text) {
        row.updateAndGet(before -> before.next(text));
        return ok();
    }

    private static Answer ok() {
        return new Answer(200, null, "");
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(text.indexOf('-') + 1));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
