package io.heldby.jdbc.lock;

import io.heldby.lock.GrantRequest;
import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** What differs between databases: the statements that insert first, lock rows, and read the clock. */
abstract class Dialect {

    final Sql sql;

    Dialect(JdbcSettings settings) {
        sql = new Sql(this, settings);
    }

    /** @throws IllegalStateException for a database that Heldby does not know, naming those that it does */
    static Dialect of(Connection connection, JdbcSettings settings) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresDialect(settings);
            case "H2" -> new H2Dialect(settings, connection);
            case "MariaDB" -> new MariaDbDialect(settings, connection);
            case "MySQL" ->
                throw new IllegalStateException("Heldby does not know MySQL, which has neither INSERT … RETURNING nor"
                        + " sequences. If this database is MariaDB, use MariaDB's own driver");
            default ->
                throw new IllegalStateException(
                        "Heldby keeps locks in PostgreSQL, MariaDB or H2, but this database is " + product);
        };
    }

    abstract String schemaFile();

    abstract String schemaTableExists();

    /**
     * One round trip: inserts a head row for a free key. The answer's columns: {@code granted}, {@code fence_in_order}
     * (nobody drew a fence between ours and our insert), {@code waited} (for 0.1 s or more, for somebody else's row),
     * {@code fence}, {@code acquired_micros} (since 1970: drivers are slow to read times). Of the row in
     * the way nothing is answered: each column costs every acquire of a free key, and that is the usual one.
     */
    abstract String insertFirst(boolean eventLog);

    /** Whether {@link #insertFirst} disturbs more than a look when it is in vain, by what it locks or by what it costs. */
    boolean insertDisturbsHolder() {
        return false;
    }

    /** Whether {@link #insertFirst} waits for a row in the way that is locked; else it fails at once. */
    boolean insertWaits() {
        return true;
    }

    /** As {@link #insertFirst}, when somebody else is inserting the row in the way; waits for that, but not long. */
    String insertBehind(boolean eventLog) {
        return insertFirst(eventLog);
    }

    /**
     * As {@link #insertFirst}, in a transaction of its own that ends with it, and with the event if that is wanted; empty
     * where it takes more than one round trip.
     */
    abstract Optional<String> insertAlone(boolean eventLog);

    /** As {@link #insertBehind}, for {@link #insertAlone}. */
    Optional<String> insertAloneBehind(boolean eventLog) {
        return insertAlone(eventLog);
    }

    /** Binds what {@link #insertAlone} has behind the values of the row. */
    void bindBehindInsertAlone(Binder bind, GrantRequest request, boolean eventLog) throws SQLException {
        bindBehindInsert(bind, request);
    }

    /** Called when {@link #insertAlone} has failed. */
    void abandonInsertAlone(Connection connection) throws SQLException {}

    /** Goes to the row of the answer to {@link #insertFirst}; false when there is none. */
    boolean nextAnswer(ResultSet answer) throws SQLException {
        return answer.next();
    }

    /** Whether {@link #insertFirst} writes the event, if that is wanted, and always has its fence in order. */
    abstract boolean insertIsWhole();

    /** Binds what {@link #insertFirst} has behind the values of the row. */
    abstract void bindBehindInsert(Binder bind, GrantRequest request) throws SQLException;

    /** Whether draws of fences for one key queue, so that a fence may be drawn before the row is inserted. */
    abstract boolean drawsQueue();

    /** How times are bound and read. */
    abstract Times times();

    /** The same statement, waiting no longer than {@link #boundWaiting} says where that cannot bound a transaction. */
    String bounded(String statement) {
        return statement;
    }

    /** Whether the statements that lock rows answer with {@code store_now}; else {@link #clock} is run after them. */
    abstract boolean lockTellsTime();

    /** Reads the head row of a key without locking it; with {@code store_now}. */
    abstract String head();

    /** Locks the head row of a key, waiting no longer than {@link #boundWaiting} says. */
    abstract String lockHead();

    /** As {@link #lockHead}, but no row when somebody else has locked it. */
    abstract String lockHeadOrSkip();

    /** Reads the head rows of several keys without locking them; with {@code store_now}. */
    abstract String heads(String keys);

    /** Locks the head rows of several keys in key order, waiting no longer than {@link #boundWaiting} says. */
    abstract String lockHeads(String keys);

    /** Locks the head row of a key, waiting as long as the caller's own connection allows. */
    abstract String lockHeadPatiently();

    /** Locks the head rows of several keys in key order, waiting as long as the caller's own connection allows. */
    abstract String lockHeadsPatiently(String keys);

    /** A condition on thousands of keys. */
    String amongKeys(String placeholders) {
        return "(tenant, type, id) IN (" + placeholders + ")";
    }

    /** Locks those of the head rows of several keys that nobody else has locked, in key order. */
    abstract String lockAvailable(String keys);

    /**
     * Releases an exclusive grant in one statement, where the database can: finds and locks its row without waiting, checks
     * the claim and the time, deletes, and logs. It changes one row, or none when anything is not as usual, or
     * fails as {@link #isLockTimeout} says.
     */
    Optional<String> releaseAtOnce(boolean eventLog) {
        return Optional.empty();
    }

    /**
     * Begins a transaction and in it deletes an exclusive grant, where {@link #releaseAtOnce} cannot also log; answers with
     * it and {@code store_now}, or with no row and a transaction to be rolled back when anything is not as usual.
     */
    Optional<String> beginAndTakeAway(boolean eventLog) {
        return Optional.empty();
    }

    /** A statement and the end of its transaction behind {@link #beginAndTakeAway}, in one round trip. */
    String andCommit(String statement) {
        return statement;
    }

    /** A query in the caller's transaction that must not answer from a snapshot older than the row locked before it. */
    String current(String query) {
        return query;
    }

    /**
     * Renews exclusive grants in one statement, where the database can: finds and locks their rows in key order, skipping
     * those that others have locked, checks claims and time, and answers with those that it has renewed, and the number of
     * the claim that did it, from 1. Its parameters, as arrays: tenants, types, ids, lock ids, hashes and users of the claims.
     */
    Optional<String> renewAtOnce() {
        return Optional.empty();
    }

    /**
     * Tidies exclusive grants in one statement, where the database can. Its parameters: the place behind which to look, and
     * how many. It answers how many it has {@code tidied}, how many it {@code looked_at}, and the place of the {@code last}.
     */
    Optional<String> sweepAtOnce(boolean eventLog) {
        return Optional.empty();
    }

    /**
     * Gives committed events their positions in one statement, where the database can, so that no node can be stopped half
     * way with the sequencer locked. Its parameters: the event behind which to look, and how many. It answers how many it has
     * {@code placed}, and the {@code highest} of their numbers.
     */
    Optional<String> sequenceAtOnce() {
        return Optional.empty();
    }

    /** Wakes whoever listens on the channel that is its parameter, where the database can. */
    Optional<String> announce() {
        return Optional.empty();
    }

    /** Reads {@code store_now}: the time now, on the store's clock, even inside a transaction that began long ago. */
    abstract String clock();

    /** Whether the clock could not be read for a moment, so that it is asked again in the same transaction. */
    boolean isClockDisturbed(SQLException error) {
        return false;
    }

    /** An insert that changes nothing when the key is there, or fails without harm to the transaction. */
    String unlessThere(String insert) {
        return insert;
    }

    /** Draws a fence for a row that is locked. */
    abstract String nextFence();

    /** Binds {@link #nextFence}. */
    void bindNextFence(Binder bind, LockKey key) throws SQLException {
        // Where draws do not queue, it does not matter for which key one is.
    }

    /** Fills {@code {now}} and {@code {caseless}} of a statement that runs alone, outside a transaction. */
    abstract String withClock(String template);

    /** Whether {@link #begin} sees to it that its transaction is READ COMMITTED; else the session is. */
    boolean beginsReadCommitted() {
        return false;
    }

    /** Begins a transaction of the store's own, also when one is run again. */
    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    /** Called at the end of every transaction of the store's own, however it ended. */
    void end(Connection connection) throws SQLException {}

    /**
     * Bounds the wait for rows, and for keys that others are inserting, to 250 ms for the rest of this transaction.
     */
    abstract void boundWaiting(Connection connection) throws SQLException;

    /** Whether the error means that a row could not be locked in time. */
    abstract boolean isLockTimeout(SQLException error);

    /** Whether the error means that a row with this key is there already. */
    abstract boolean isDuplicateKey(SQLException error);

    /** Whether the error means that the tables are not in this database. */
    abstract boolean isMissingTable(SQLException error);

    /** Whether the whole transaction failed only because of others and may be run again. */
    boolean isRetryable(SQLException error) {
        return "40001".equals(error.getSQLState()) || "40P01".equals(error.getSQLState());
    }
}
