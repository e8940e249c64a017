package io.heldby.testkit;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two people at one record of an application, who have both read it before either writes: the second must be refused, and
 * what the first wrote must still be there. It is told how the application is read and written, and uses it as its clients
 * do, over HTTP or in any other way that has a status.
 *
 * <pre>{@code
 * TwoWriters.on(
 *                 () -> answer(client.get("/customers/7")),
 *                 (read, text) -> answer(client.put("/customers/7", "{\"name\": \"" + text + "\"}", "If-Match", read.etag())))
 *         .assertNoLostUpdate();
 * }</pre>
 *
 * <p>What it does, and it leaves the record changed:
 *
 * <ol>
 *   <li>One after the other: both read, the first writes, the second writes what it based on the old version. It must be
 *       refused with 409, 412, 423 or 428, and must not have been written all the same. After reading again it can save.
 *   <li>Where the application gives strong ETags: the second sends the old one as a weak one, which may be refused in any
 *       way, but must not pass for no ETag at all.
 *   <li>At the same moment, eight of them, ten times: exactly one write is accepted. The others are refused as above or asked
 *       to try again (503). This is what finds a check that is not part of the statement that writes; whether it does is a
 *       matter of time, and a controller that passes may still be wrong.
 * </ol>
 *
 * <p>Statuses from 200 to 399 are taken for accepted, because forms are answered with a redirect. A page that says with 200
 * that it did not save must be told apart by whoever calls: give it the status that it means.
 *
 * <p>Immutable. {@code get} and {@code put} are called by eight threads at once.
 */
public final class TwoWriters {

    private static final Set<Integer> REFUSED = Set.of(409, 412, 423, 428);
    private static final int TRY_AGAIN = 503;
    private static final int WRITERS = 8;
    private static final int ROUNDS = 10;

    private final Get get;
    private final Put put;
    private final IntFunction<String> texts;
    private final @Nullable String who;

    private TwoWriters(Get get, Put put, IntFunction<String> texts, @Nullable String who) {
        this.get = get;
        this.put = put;
        this.texts = texts;
        this.who = who;
    }

    /**
     * Two writers of one record.
     *
     * @param get reads it, as it would be shown to who edits it
     * @param put writes it
     */
    public static TwoWriters on(Get get, Put put) {
        String unique = UUID.randomUUID().toString().substring(0, 5);
        return new TwoWriters(get, put, number -> "w%s-%03d".formatted(unique, number), null);
    }

    /** The same, which also demands that a refusal names who was first, such as {@code Leia Organa}. */
    public TwoWriters refusalNames(String whoWasFirst) {
        return new TwoWriters(get, put, texts, whoWasFirst);
    }

    /**
     * The same with other texts than {@code w3fa21-001}, where the application takes only numbers, for example.
     *
     * @param newTexts by a number from 1 to 100, each another one, none part of another, and none in the record already
     */
    public TwoWriters writing(IntFunction<String> newTexts) {
        return new TwoWriters(get, put, newTexts, who);
    }

    /**
     * Lets them write.
     *
     * @throws AssertionError when something was lost, or when the application cannot be read and written at all; says what
     *     happened and what is probably wrong
     */
    public void assertNoLostUpdate() {
        oneAfterTheOther();
        withAWeakEtag();
        for (int round = 0; round < ROUNDS; round++) {
            allAtOnce(10 + round * WRITERS);
        }
    }

    private void oneAfterTheOther() {
        Answer asFirstReadIt = read();
        Answer asSecondReadIt = read();
        writeOrFail(asFirstReadIt, texts.apply(1));
        Answer second = write(asSecondReadIt, texts.apply(2));
        requireKept(second, texts.apply(1), texts.apply(2), "it was based on what was read before the first");
        if (!REFUSED.contains(second.status())) {
            throw new AssertionError(
                    ("the second write was refused with %s, which does not tell a client that somebody else"
                                    + " was first: answer 412 for a version in If-Match, 409 for one in the body")
                            .formatted(second));
        }
        if (who != null && !second.body().contains(who)) {
            throw new AssertionError("the second write was refused with %s, which does not say that %s was first"
                    .formatted(second, who));
        }
        writeOrFail(read(), texts.apply(3));
    }

    private void withAWeakEtag() {
        Answer read = read();
        String etag = read.etag();
        if (etag == null || !etag.startsWith("\"")) {
            return;
        }
        writeOrFail(read, texts.apply(4));
        Answer weak = write(new Answer(read.status(), "W/" + etag, read.body()), texts.apply(5));
        requireKept(
                weak,
                texts.apply(4),
                texts.apply(5),
                "its If-Match was W/" + etag + ", weak and old, which never matches");
    }

    /** Of a write that came too late: it was not accepted, not written, and has not taken away what was there. */
    private void requireKept(Answer late, String first, String second, String although) {
        Answer now = read();
        boolean kept = now.body().contains(first);
        if (late.accepted()) {
            throw new AssertionError(
                    ("the second write was accepted with %d although %s, %s. Name the version in the statement"
                                    + " that writes (UPDATE … WHERE id = ? AND version = ?), and let it come from the client: one that"
                                    + " is read just before the write always fits. The record is now %s")
                            .formatted(
                                    late.status(),
                                    although,
                                    kept
                                            ? "and what it wrote is not there, so that its writer believes it saved"
                                            : "and what the first wrote is gone",
                                    now));
        }
        if (now.body().contains(second) || !kept) {
            throw new AssertionError(("the second write was refused with %d, but has written all the same: check in the"
                            + " transaction that writes, and roll it back. The record is now %s")
                    .formatted(late.status(), now));
        }
    }

    private void allAtOnce(int firstText) {
        Answer read = read();
        List<Answer> answers;
        try (Racers racers = new Racers(WRITERS)) {
            answers = racers.race(number -> write(read, texts.apply(firstText + number)));
        }
        List<Integer> accepted = IntStream.range(0, WRITERS)
                .filter(number -> answers.get(number).accepted())
                .boxed()
                .toList();
        if (accepted.size() > 1) {
            throw new AssertionError(
                    ("%d of %d simultaneous writes from one version were accepted, and only the last of them is"
                                    + " stored. Checking and writing must be one statement (UPDATE … WHERE id = ? AND version = ?), or"
                                    + " the row must be locked in between (SELECT … FOR UPDATE). The answers were %s")
                            .formatted(accepted.size(), WRITERS, answers));
        }
        answers.stream()
                .filter(answer ->
                        !answer.accepted() && !REFUSED.contains(answer.status()) && answer.status() != TRY_AGAIN)
                .findFirst()
                .ifPresent(strange -> {
                    throw new AssertionError(
                            ("one of %d simultaneous writes was answered with %s: whoever is not the first should"
                                            + " read 409 or 412, or 503 when the database gave the transaction up (deadlock)")
                                    .formatted(WRITERS, strange));
                });
        if (accepted.isEmpty()) {
            throw new AssertionError("none of %d simultaneous writes from the current version was accepted: %s"
                    .formatted(WRITERS, answers));
        }
        Answer now = read();
        if (!now.body().contains(texts.apply(firstText + accepted.get(0)))) {
            throw new AssertionError("of %d simultaneous writes %s was accepted, but it is not what is stored: %s"
                    .formatted(WRITERS, texts.apply(firstText + accepted.get(0)), now));
        }
    }

    private void writeOrFail(Answer read, String text) {
        Answer written = write(read, text);
        if (!written.accepted()) {
            throw new AssertionError(
                    ("a write that was based on what had just been read was refused with %s: does put send the"
                                    + " version (or the ETag) of what it was given, and nobody else write this record?")
                            .formatted(written));
        }
        Answer now = read();
        if (!now.body().contains(text)) {
            throw new AssertionError(
                    ("a write was accepted with %d, but \"%s\", which it was to write, is not in what is read"
                                    + " afterwards, %s: let put write the text that it is given into a field that get shows")
                            .formatted(written.status(), text, now));
        }
    }

    private Answer read() {
        Answer read;
        try {
            read = Objects.requireNonNull(get.get());
        } catch (Exception failed) {
            throw new AssertionError("get failed: " + failed, failed);
        }
        if (!read.accepted()) {
            throw new AssertionError(
                    "get was answered with %s: store the record before its two writers come".formatted(read));
        }
        return read;
    }

    private Answer write(Answer read, String text) {
        try {
            return Objects.requireNonNull(put.put(read, text));
        } catch (Exception failed) {
            throw new AssertionError("put failed: " + failed, failed);
        }
    }

    /** Reads the record. */
    @FunctionalInterface
    public interface Get {
        Answer get() throws Exception;
    }

    /** Writes the record. */
    @FunctionalInterface
    public interface Put {
        /**
         * Writes a text into some field, with the version that was read.
         *
         * @param read what {@link Get} gave to this writer: its ETag, or the version in its body, is the one to send
         * @param text letters, digits and a hyphen; 10 characters unless {@link TwoWriters#writing} says otherwise
         */
        Answer put(Answer read, String text) throws Exception;
    }

    /**
     * What the application answered.
     *
     * @param etag with its quotes, as the header has it; null when there is none
     * @param body as text; empty when there is none
     */
    public record Answer(int status, @Nullable String etag, String body) {

        private static final int SHOWN = 500;

        boolean accepted() {
            return status >= 200 && status < 400;
        }

        @Override
        public String toString() {
            return status + (etag == null ? "" : " " + etag) + " "
                    + (body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "…");
        }
    }
}
