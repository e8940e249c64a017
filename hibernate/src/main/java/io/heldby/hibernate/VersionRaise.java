package io.heldby.hibernate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcNamedParameter;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a SET makes a newer version of the one that is stored, so that whoever has the record open notices. A version
 * that is a number must be counted up from itself; one that is a time may be set to what the application binds, because
 * that is how {@code update versioned} does it.
 */
final class VersionRaise {

    private static final Set<String> FIRST_THAT_IS_NOT_NULL = Set.of("coalesce", "ifnull", "nvl");

    private VersionRaise() {}

    static boolean in(@Nullable List<UpdateSet> sets, VersionColumn own, boolean temporal) {
        for (UpdateSet set : Objects.requireNonNullElse(sets, List.<UpdateSet>of())) {
            for (int i = 0;
                    i < Math.min(set.getColumns().size(), set.getValues().size());
                    i++) {
                Column column = set.getColumns().get(i);
                Expression value = VersionColumn.bare(set.getValues().get(i));
                if (own.isNamedBy(column) && (isCountedUp(value, own) || (temporal && isBound(value)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isCountedUp(Expression value, VersionColumn own) {
        return value instanceof Addition sum
                && ((isStored(sum.getLeftExpression(), own) && isPositive(sum.getRightExpression()))
                        || (isStored(sum.getRightExpression(), own) && isPositive(sum.getLeftExpression())));
    }

    private static boolean isStored(Expression expression, VersionColumn own) {
        if (own.isNamedBy(expression)) {
            return true;
        }
        if (!(VersionColumn.bare(expression) instanceof Function function)) {
            return false;
        }
        ExpressionList<?> parameters = function.getParameters();
        return FIRST_THAT_IS_NOT_NULL.contains(function.getName().toLowerCase(Locale.ROOT))
                && parameters != null
                && !parameters.isEmpty()
                && own.isNamedBy(parameters.get(0));
    }

    private static boolean isPositive(Expression expression) {
        Expression step = VersionColumn.bare(expression);
        return (step instanceof LongValue number && number.getBigIntegerValue().signum() > 0) || isParameter(step);
    }

    private static boolean isBound(Expression value) {
        return isParameter(value) || value instanceof TimeKeyExpression || value instanceof Function;
    }

    private static boolean isParameter(Expression expression) {
        return expression instanceof JdbcParameter || expression instanceof JdbcNamedParameter;
    }
}
