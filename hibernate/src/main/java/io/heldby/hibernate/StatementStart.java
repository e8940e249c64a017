package io.heldby.hibernate;

/** Tells by a statement's first word whether it can write over a row. Most are SELECT, and cost next to nothing here. */
final class StatementStart {

    private StatementStart() {}

    /** Looks at the first word only. */
    static boolean writes(String sql) {
        int at = firstWord(sql);
        return alwaysWritesOver(sql, at) || startsWord(sql, at, "insert") || startsWord(sql, at, "with");
    }

    /** Looks through the whole text if it must, which is worth it once for each. */
    static boolean mayWriteOver(String sql) {
        int at = firstWord(sql);
        return alwaysWritesOver(sql, at)
                || (startsWord(sql, at, "insert") && insertsMoreThanValues(sql, at))
                || (startsWord(sql, at, "with") && writesInside(sql, at));
    }

    private static boolean alwaysWritesOver(String sql, int at) {
        // MariaDB executes what stands in a comment that begins so.
        return sql.startsWith("/*!", at)
                || sql.startsWith("/*M!", at)
                || startsWord(sql, at, "update")
                || startsWord(sql, at, "delete")
                || startsWord(sql, at, "merge")
                || startsWord(sql, at, "truncate")
                || startsWord(sql, at, "replace");
    }

    /** A plain INSERT makes new rows only. One that reads others may be the list of rows for a later statement. */
    private static boolean insertsMoreThanValues(String sql, int at) {
        return contains(sql, at, "conflict")
                || contains(sql, at, "duplicate")
                || contains(sql, at, "select")
                || contains(sql, at, "replace")
                || contains(sql, at, ";");
    }

    private static boolean writesInside(String sql, int at) {
        return contains(sql, at, "update")
                || contains(sql, at, "delete")
                || contains(sql, at, "merge")
                || contains(sql, at, "insert");
    }

    /** Behind white space, comments and parentheses. */
    private static int firstWord(String sql) {
        int at = 0;
        while (at < sql.length()) {
            char next = sql.charAt(at);
            if (Character.isWhitespace(next) || next == '(' || next == ';') {
                at++;
            } else if (sql.startsWith("--", at) || next == '#') {
                at = behind(sql, "\n", at);
            } else if (sql.startsWith("/*", at) && !sql.startsWith("/*!", at) && !sql.startsWith("/*M!", at)) {
                at = behind(sql, "*/", at + 2);
            } else {
                break;
            }
        }
        return at;
    }

    private static int behind(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }

    private static boolean startsWord(String sql, int at, String word) {
        int end = at + word.length();
        return sql.regionMatches(true, at, word, 0, word.length())
                && (end == sql.length() || !Character.isUnicodeIdentifierPart(sql.charAt(end)));
    }

    private static boolean contains(String sql, int from, String word) {
        for (int at = from; at <= sql.length() - word.length(); at++) {
            if (sql.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
