package io.heldby.jdbc.unitofwork;

import java.util.regex.Pattern;

/** Names that become part of a statement, where no bound parameter can stand. Only plain ones may. */
final class SqlName {

    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern COLUMN = Pattern.compile(PLAIN);
    private static final Pattern QUALIFIED = Pattern.compile("(" + PLAIN + "\\.)?" + PLAIN);

    private SqlName() {}

    static String column(String name) {
        return checked("column", name, COLUMN, "not quoted and not qualified");
    }

    /** A table or sequence, with or without its schema. */
    static String qualified(String what, String name) {
        return checked(what, name, QUALIFIED, "not quoted, at most with a schema in front, as in sales.customer");
    }

    private static String checked(String what, String name, Pattern allowed, String hint) {
        if (!allowed.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot be a %s name here: letters, digits and _ only, not starting with a digit, %s"
                            .formatted(name, what, hint));
        }
        return name;
    }
}
