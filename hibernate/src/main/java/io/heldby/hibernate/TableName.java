package io.heldby.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.schema.MultiPartName;
import net.sf.jsqlparser.schema.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table as SQL names it, without quotes and in lower case. Two that differ only in case are taken for one: better to ask
 * once too often than to let a statement pass.
 *
 * @param schema null when the database's search path decides
 */
record TableName(@Nullable String schema, String name) {

    private static final Pattern PART = Pattern.compile("\"(?:[^\"]|\"\")*\"|`[^`]*`|\\[[^]]*]|[^.\"`\\[]+");

    TableName {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a table is blank");
        }
    }

    /** @param expression as it stands in SQL, such as {@code sales."Order"} */
    static TableName of(String expression) {
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(expression);
        while (part.find()) {
            parts.add(plain(part.group()));
        }
        int last = parts.size() - 1;
        return new TableName(last > 0 ? parts.get(last - 1) : null, parts.get(last));
    }

    static TableName of(Table table) {
        String schema = table.getSchemaName();
        return new TableName(schema == null ? null : plain(schema), plain(table.getName()));
    }

    /** An identifier without its quotes, in lower case. */
    static String plain(String identifier) {
        return MultiPartName.unquote(identifier.strip()).toLowerCase(Locale.ROOT);
    }

    /** Whether both may mean the same table: a schema counts only where both name one. */
    boolean matches(TableName other) {
        return name.equals(other.name) && (schema == null || other.schema == null || schema.equals(other.schema));
    }

    /** Whether the name stands in a text, which is in lower case, and not as a part of a longer word. */
    boolean standsIn(String text) {
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            if (!continuesWord(text, at - 1) && !continuesWord(text, at + name.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean continuesWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at));
    }

    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
