package io.heldby.hibernate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;

/**
 * How one part of a statement may name the version of a table: a column of the same name in another table is none.
 *
 * @param column without quotes and in lower case
 * @param qualifiers aliases under which the table is read or written
 * @param plain whether the column's name alone means it
 */
record VersionColumn(String column, Set<String> qualifiers, boolean plain) {

    VersionColumn {
        qualifiers = Set.copyOf(qualifiers);
    }

    /** In a statement over these tables. */
    static VersionColumn of(VersionedTable table, List<FromItem> sources) {
        return new VersionColumn(table.column(), Set.of(), false).within(table, sources);
    }

    /** In a subselect over these tables, which sees those around it by their aliases. */
    VersionColumn within(VersionedTable table, List<FromItem> sources) {
        Set<String> all = new HashSet<>(qualifiers);
        boolean found = false;
        for (FromItem source : sources) {
            if (source instanceof Table each && TableName.of(each).matches(table.root())) {
                all.add(qualifier(each));
                found = true;
            } else if (source instanceof ParenthesedSelect each && each.getAlias() != null && reads(each, table)) {
                all.add(TableName.plain(each.getAlias().getName()));
                found = true;
            }
        }
        return new VersionColumn(column, all, found);
    }

    /** Whether the rows are, or are among others, those of the table: a table per class is read as the union of all. */
    private static boolean reads(Select select, VersionedTable table) {
        if (select instanceof ParenthesedSelect inner) {
            return reads(inner.getSelect(), table);
        }
        if (select instanceof SetOperationList all) {
            return all.getSelects().stream().anyMatch(each -> reads(each, table));
        }
        return select instanceof PlainSelect plain
                && plain.getFromItem() instanceof Table each
                && TableName.of(each).matches(table.root());
    }

    static String qualifier(Table table) {
        return TableName.plain(
                table.getAlias() == null ? table.getName() : table.getAlias().getName());
    }

    boolean isNamedBy(Expression expression) {
        if (!(bare(expression) instanceof Column named)
                || !TableName.plain(named.getColumnName()).equals(column)) {
            return false;
        }
        String qualifier = named.getTableName();
        return qualifier == null ? plain : qualifiers.contains(TableName.plain(qualifier));
    }

    /** Without the parentheses around it. */
    static Expression bare(Expression expression) {
        return expression instanceof ParenthesedExpressionList<?> list && list.size() == 1
                ? bare(list.get(0))
                : expression;
    }

    /** Alone, or in a row such as {@code (id, version)}. */
    boolean isIn(Expression expression) {
        return isNamedBy(expression)
                || (expression instanceof ExpressionList<?> list
                        && list.stream().anyMatch(this::isNamedBy));
    }
}
