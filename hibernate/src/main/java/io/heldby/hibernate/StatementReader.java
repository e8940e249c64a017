package io.heldby.hibernate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.Statements;

/** Reads SQL texts, judges them, and remembers what it has judged. Safe for use by several threads. */
final class StatementReader {

    /** As deep as JSqlParser itself goes: its parser for nested expressions tries too many ways in deeper ones. */
    private static final int NESTING = 10;

    /** Texts whose verdict is kept; when there are more, all are judged anew. */
    private static final int KEPT = 1000;

    private final VersionedTables tables;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    StatementReader(VersionedTables tables) {
        this.tables = tables;
    }

    Verdict read(String sql) {
        Verdict known = verdicts.get(sql);
        if (known != null) {
            return known;
        }
        if (verdicts.size() >= KEPT) {
            verdicts.clear();
        }
        Verdict verdict = judge(sql);
        verdicts.put(sql, verdict);
        return verdict;
    }

    private Verdict judge(String sql) {
        Optional<VersionedTable> named = tables.namedIn(sql);
        if (named.isEmpty() || !StatementStart.mayWriteOver(sql)) {
            return Verdict.HARMLESS;
        }
        try {
            StatementJudge judge = new StatementJudge(tables);
            parse(sql).forEach(judge::judge);
            return judge.verdict();
        } catch (ParseException | RuntimeException unreadable) { // JSqlParser throws both for what it does not know.
            return new Verdict(List.of(new Bypass(named.get().name(), Bypass.Kind.UNREADABLE)), false);
        }
    }

    /** Whether the mapping of an entity brings this statement and forgets the version in it. */
    boolean isHandwritten(String sql, Verdict verdict) {
        return tables.isHandwritten(sql)
                && verdict.bypasses().stream().anyMatch(bypass -> bypass.kind() != Bypass.Kind.PART);
    }

    /** On this thread: JSqlParser's own entrance starts another one for each text. */
    private static Statements parse(String sql) throws ParseException {
        try {
            return statements(sql, false);
        } catch (ParseException | RuntimeException simple) {
            if (CCJSqlParserUtil.getNestingDepth(sql) > NESTING) {
                throw simple;
            }
            return statements(sql, true);
        }
    }

    private static Statements statements(String sql, boolean complex) throws ParseException {
        CCJSqlParser parser = CCJSqlParserUtil.newParser(sql);
        parser.withAllowComplexParsing(complex);
        Statements statements = parser.Statements();
        if (statements.isEmpty()) {
            throw new ParseException("no statement");
        }
        return statements;
    }
}
