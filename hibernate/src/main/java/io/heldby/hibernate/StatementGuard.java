package io.heldby.hibernate;

import io.heldby.jdbc.lock.CallSite;
import java.util.Map;
import java.util.Objects;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/**
 * Finds statements that go around the version of an entity: bulk HQL, criteria, native SQL. Hibernate sends them as they
 * are, the version stays what it was, and whoever has the record open overwrites what they wrote.
 *
 * <p>A statement on a versioned table is all right when its WHERE compares the version or its SET raises it. What Hibernate
 * writes when it saves entities and collections is all right too, unless the mapping brings SQL of its own that forgets the
 * version. A collection without an inverse side writes its foreign key into the rows of its members; their versions are not
 * compared, because the owner's is.
 *
 * <p>Is made before the session factory, and lets everything pass until {@link #watch} tells it the tables. It does not see
 * what begins with SELECT or CALL, or does not go through Hibernate. Safe for use by several threads.
 */
final class StatementGuard implements StatementInspector {

    private static final long serialVersionUID = 1L;

    /** Characters of a statement that a message shows. */
    private static final int SHOWN = 300;

    private final StatementGuardMode mode;
    private final transient @Nullable StatementInspector next;
    private final transient Findings findings = new Findings();
    private transient volatile @Nullable StatementReader reader;

    /** @param next the application's own inspector, which is asked first: what it answers is executed and judged */
    StatementGuard(StatementGuardMode mode, @Nullable StatementInspector next) {
        this.mode = Objects.requireNonNull(mode);
        this.next = next;
    }

    /** From now on the tables of this factory's versioned entities are guarded. */
    void watch(SessionFactory factory) {
        watch(VersionedTables.of(factory.unwrap(SessionFactoryImplementor.class)));
    }

    void watch(VersionedTables watched) {
        reader = new StatementReader(watched);
    }

    /** How often which statement was let pass at which place, for {@link StatementGuardMode#WARN}. */
    Map<String, Long> findings() {
        return findings.counts();
    }

    @Override
    public String inspect(String sql) {
        String answer = next == null ? null : next.inspect(sql);
        String executed = answer == null ? sql : answer; // Null means: as it is.
        StatementReader watching = reader;
        if (mode != StatementGuardMode.OFF && watching != null && StatementStart.writes(executed)) {
            check(executed, watching);
        }
        return executed;
    }

    private void check(String sql, StatementReader watching) {
        Verdict verdict = watching.read(sql);
        if (BulkStatement.regardsVersion(verdict)
                || verdict.bypasses().isEmpty()
                || (Persisters.areWriting() && !watching.isHandwritten(sql, verdict))
                || Permission.isGiven()) {
            return;
        }
        String finding = describe(verdict.bypasses().get(0), sql);
        if (mode == StatementGuardMode.FAIL) {
            throw new VersionBypassedException(finding + ". Nothing was executed");
        }
        findings.report(finding);
    }

    private static String describe(Bypass bypass, String sql) {
        String what = "%s the version of %s, which somebody may have open and would overwrite"
                .formatted(
                        switch (bypass.kind()) {
                            case UNCHECKED -> "A statement neither compares nor raises";
                            case PART -> "A statement writes a part of an entity without asking for";
                            case UNREADABLE -> "A statement could not be read, and may go around";
                        },
                        bypass.table());
        return ("%s: %s. Called from %s. Compare the version in WHERE; or raise it in SET (version = version + 1, in HQL"
                        + " \"update versioned\"); or put @WithoutVersionCheck(reason = \"...\") on the method if nobody's work"
                        + " can be lost")
                .formatted(what, shortened(sql), CallSite.ofApplication());
    }

    private static String shortened(String sql) {
        return sql.length() <= SHOWN ? sql : sql.substring(0, SHOWN) + "...";
    }
}
