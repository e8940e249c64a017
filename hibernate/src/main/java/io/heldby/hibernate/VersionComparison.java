package io.heldby.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.CosineSimilarity;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.GreaterThan;
import net.sf.jsqlparser.expression.operators.relational.GreaterThanEquals;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.MinorThan;
import net.sf.jsqlparser.expression.operators.relational.MinorThanEquals;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * Whether a statement reaches only rows whose version it has compared: with {@code =}, {@code IN}, or as "not newer than",
 * which is how Hibernate's upsert does it. It may do so in a subselect or a common table expression, because a joined
 * subclass has no version of its own that could be compared.
 */
final class VersionComparison {

    private final VersionedTable table;
    private final Map<String, Statement> named;

    private VersionComparison(VersionedTable table, Map<String, Statement> named) {
        this.table = table;
        this.named = named;
    }

    static VersionComparison of(VersionedTable table, List<WithItem<?>> with) {
        return new VersionComparison(table, Map.of()).with(with);
    }

    private VersionComparison with(@Nullable List<WithItem<?>> items) {
        if (items == null || items.isEmpty()) {
            return this;
        }
        Map<String, Statement> all = new HashMap<>(named);
        items.forEach(item -> all.put(TableName.plain(item.getAliasName()), item.getParenthesedStatement()));
        return new VersionComparison(table, all);
    }

    /** @param own the version of the table that is written, or of its root */
    boolean in(List<FromItem> sources, List<Expression> conditions, VersionColumn own) {
        return conditions.stream().anyMatch(condition -> in(condition, own))
                || sources.stream().anyMatch(source -> in(source, own));
    }

    boolean in(Select select, VersionColumn outer) {
        VersionComparison here = with(select.getWithItemsList());
        if (select instanceof ParenthesedSelect inner) {
            return here.in(inner.getSelect(), outer);
        }
        if (select instanceof SetOperationList all) {
            return all.getSelects().stream().allMatch(each -> here.in(each, outer));
        }
        if (!(select instanceof PlainSelect plain) || plain.getFromItem() == null) {
            return false;
        }
        List<FromItem> sources = sources(plain.getFromItem(), plain.getJoins());
        return here.in(sources, conditions(plain.getWhere(), plain.getJoins()), outer.within(table, sources));
    }

    private boolean in(FromItem source, VersionColumn outer) {
        if (source instanceof Select select) {
            return in(select, outer);
        }
        if (!(source instanceof Table name)) {
            return false;
        }
        String key = TableName.plain(name.getName());
        Statement statement = named.get(key);
        if (statement == null) {
            return false;
        }
        Map<String, Statement> others = new HashMap<>(named);
        others.remove(key); // A recursive one names itself.
        return new VersionComparison(table, others).in(statement);
    }

    private boolean in(Statement statement) {
        VersionColumn none = VersionColumn.of(table, List.of());
        if (statement instanceof ParenthesedUpdate inner) {
            return in(inner.getUpdate());
        }
        if (statement instanceof ParenthesedDelete inner) {
            return in(inner.getDelete());
        }
        if (statement instanceof Select select) {
            return in(select, none);
        }
        if (statement instanceof Update update) {
            List<FromItem> written = sources(update.getTable(), update.getStartJoins());
            VersionColumn own = none.within(table, written);
            return in(written, conditions(update.getWhere(), update.getStartJoins()), own)
                    || VersionRaise.in(update.getUpdateSets(), own, table.temporal());
        }
        if (statement instanceof Delete delete) {
            List<FromItem> written = sources(delete.getTable(), delete.getJoins());
            return in(written, conditions(delete.getWhere(), delete.getJoins()), none.within(table, written));
        }
        return false;
    }

    boolean in(Expression expression, VersionColumn own) {
        Expression condition = VersionColumn.bare(expression);
        if (condition instanceof AndExpression both) {
            return in(both.getLeftExpression(), own) || in(both.getRightExpression(), own);
        }
        if (condition instanceof OrExpression either) {
            return in(either.getLeftExpression(), own) && in(either.getRightExpression(), own);
        }
        if (condition instanceof InExpression in) {
            return !in.isNot()
                    && ((own.isIn(in.getLeftExpression()) && !own.isIn(in.getRightExpression()))
                            || inSelect(in.getRightExpression(), own));
        }
        if (condition instanceof ExistsExpression exists) {
            return !exists.isNot() && inSelect(exists.getRightExpression(), own);
        }
        return condition instanceof BinaryExpression comparison && inComparison(comparison, own);
    }

    private boolean inComparison(BinaryExpression comparison, VersionColumn own) {
        Expression left = comparison.getLeftExpression();
        Expression right = comparison.getRightExpression();
        boolean isLeft = own.isIn(left) && !own.isIn(right);
        boolean isRight = own.isIn(right) && !own.isIn(left);
        // MariaDB's equality that knows NULL, which JSqlParser takes for an operator of PostgreSQL's vectors.
        boolean nullSafe = comparison instanceof CosineSimilarity;
        // JSqlParser's "not" says whether the word stands there: IS NOT DISTINCT FROM is an equality.
        if (nullSafe
                || comparison instanceof EqualsTo
                || (comparison instanceof IsDistinctExpression distinct && distinct.isNot())) {
            return isLeft || isRight || inSelect(left, own) || inSelect(right, own);
        }
        if (comparison instanceof MinorThan || comparison instanceof MinorThanEquals) {
            return isLeft;
        }
        return (comparison instanceof GreaterThan || comparison instanceof GreaterThanEquals) && isRight;
    }

    private boolean inSelect(Expression expression, VersionColumn own) {
        return VersionColumn.bare(expression) instanceof Select select && in(select, own);
    }

    /** A table and what is joined to it, all of which may be null. */
    static List<FromItem> sources(@Nullable FromItem first, @Nullable List<Join> joins) {
        List<FromItem> sources = new ArrayList<>();
        if (first != null) {
            sources.add(first);
        }
        Objects.requireNonNullElse(joins, List.<Join>of()).forEach(join -> sources.add(join.getFromItem()));
        return sources;
    }

    /** What must hold for a row to be reached; an outer join demands nothing. */
    static List<Expression> conditions(@Nullable Expression where, @Nullable List<Join> joins) {
        List<Expression> conditions = new ArrayList<>();
        if (where != null) {
            conditions.add(where);
        }
        for (Join join : Objects.requireNonNullElse(joins, List.<Join>of())) {
            if (!join.isLeft() && !join.isRight() && !join.isFull() && !join.isOuter()) {
                conditions.addAll(join.getOnExpressions());
            }
        }
        return conditions;
    }
}
