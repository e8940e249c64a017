package io.heldby.hibernate;

import static io.heldby.hibernate.VersionComparison.conditions;
import static io.heldby.hibernate.VersionComparison.sources;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.ParenthesedStatement;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.delete.ParenthesedDelete;
import net.sf.jsqlparser.statement.insert.ConflictActionType;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.ParenthesedInsert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.merge.MergeDelete;
import net.sf.jsqlparser.statement.merge.MergeOperation;
import net.sf.jsqlparser.statement.merge.MergeSide;
import net.sf.jsqlparser.statement.merge.MergeUpdate;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.WithItem;
import net.sf.jsqlparser.statement.truncate.Truncate;
import net.sf.jsqlparser.statement.update.ParenthesedUpdate;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import net.sf.jsqlparser.statement.upsert.Upsert;
import org.jspecify.annotations.Nullable;

/** Finds the versioned tables that the statements of one text write over without regard to the version. */
final class StatementJudge {

    private final VersionedTables tables;
    private final List<Bypass> bypasses = new ArrayList<>();
    private boolean compares;

    StatementJudge(VersionedTables tables) {
        this.tables = tables;
    }

    Verdict verdict() {
        return new Verdict(bypasses, compares);
    }

    /** @throws IllegalArgumentException for a statement of a kind that is not known here */
    void judge(Statement statement) {
        judge(statement, List.of());
    }

    private void judge(Statement statement, List<WithItem<?>> around) {
        if (statement instanceof ParenthesedUpdate inner) {
            judge(inner.getUpdate(), around);
        } else if (statement instanceof ParenthesedDelete inner) {
            judge(inner.getDelete(), around);
        } else if (statement instanceof ParenthesedInsert inner) {
            judge(inner.getInsert(), around);
        } else if (statement instanceof Update update) {
            update(update, with(update.getWithItemsList(), around));
        } else if (statement instanceof Delete delete) {
            delete(delete, with(delete.getWithItemsList(), around));
        } else if (statement instanceof Merge merge) {
            merge(merge, with(merge.getWithItemsList(), around));
        } else if (statement instanceof Insert insert) {
            insert(insert, with(insert.getWithItemsList(), around));
        } else if (statement instanceof Select select) {
            with(select.getWithItemsList(), around);
            look(select);
        } else if (statement instanceof Upsert upsert) {
            refuse(upsert.getTable());
        } else if (statement instanceof Truncate truncate) {
            List<Table> all = truncate.getTables();
            (all == null || all.isEmpty() ? List.of(truncate.getTable()) : all).forEach(this::refuse);
        } else {
            throw new IllegalArgumentException(statement.getClass().getName());
        }
    }

    /** Judges what is written inside of WITH, and gives everything that the statement can read by a name. */
    private List<WithItem<?>> with(@Nullable List<WithItem<?>> items, List<WithItem<?>> around) {
        List<WithItem<?>> all = new ArrayList<>(around);
        for (WithItem<?> item : Objects.requireNonNullElse(items, List.<WithItem<?>>of())) {
            ParenthesedStatement statement = item.getParenthesedStatement();
            judge(statement, all);
            all.add(item);
        }
        return all;
    }

    private void look(Select select) {
        compares |= tables.withVersion().stream()
                .anyMatch(
                        table -> VersionComparison.of(table, List.of()).in(select, VersionColumn.of(table, List.of())));
    }

    private void update(Update update, List<WithItem<?>> with) {
        List<FromItem> written = sources(update.getTable(), update.getStartJoins());
        List<FromItem> read = sources(update.getFromItem(), update.getJoins());
        List<FromItem> all = both(written, read);
        List<Expression> conditions =
                both(conditions(update.getWhere(), update.getStartJoins()), conditions(null, update.getJoins()));
        for (FromItem item : written) {
            if (item instanceof Table table && sets(update.getUpdateSets(), table, written.size() == 1)) {
                write(resolved(table, read), all, conditions, update.getUpdateSets(), with);
            }
        }
    }

    /** Whether one of the columns is, or may be, this table's. */
    private static boolean sets(List<UpdateSet> sets, Table table, boolean alone) {
        return alone
                || sets.stream()
                        .flatMap(set -> set.getColumns().stream())
                        .map(Column::getTableName)
                        .anyMatch(name -> name == null || TableName.plain(name).equals(VersionColumn.qualifier(table)));
    }

    private void delete(Delete delete, List<WithItem<?>> with) {
        List<FromItem> using = sources(null, delete.getJoins());
        if (delete.getUsingFromItemList() != null) {
            using.addAll(delete.getUsingFromItemList());
        }
        List<Expression> conditions = conditions(delete.getWhere(), delete.getJoins());
        List<Table> named = delete.getTables();
        boolean byAlias = named != null && !named.isEmpty();
        List<FromItem> all = both(sources(delete.getTable(), null), using);
        for (Table table : byAlias ? named : List.of(delete.getTable())) {
            write(resolved(table, byAlias ? all : using), all, conditions, List.of(), with);
        }
    }

    private void merge(Merge merge, List<WithItem<?>> with) {
        List<FromItem> all = sources(merge.getTable(), null);
        for (MergeOperation operation : Objects.requireNonNullElse(merge.getOperations(), List.<MergeOperation>of())) {
            if (operation instanceof MergeUpdate update) {
                List<Expression> conditions = matching(merge, update.getSide());
                addIfPresent(conditions, update.getAndPredicate());
                addIfPresent(conditions, update.getWhereCondition());
                write(merge.getTable(), all, conditions, update.getUpdateSets(), with);
            } else if (operation instanceof MergeDelete delete) {
                List<Expression> conditions = matching(merge, delete.getSide());
                addIfPresent(conditions, delete.getAndPredicate());
                write(merge.getTable(), all, conditions, List.of(), with);
            }
        }
    }

    /** What is NOT MATCHED BY SOURCE does not fulfil the ON. */
    private static List<Expression> matching(Merge merge, @Nullable MergeSide side) {
        return side == MergeSide.SOURCE ? new ArrayList<>() : conditions(merge.getOnCondition(), null);
    }

    private void insert(Insert insert, List<WithItem<?>> with) {
        if (insert.getSelect() != null) {
            look(insert.getSelect());
        }
        List<FromItem> all = sources(insert.getTable(), null);
        if (insert.getConflictAction() != null
                && insert.getConflictAction().getConflictActionType() == ConflictActionType.DO_UPDATE) {
            List<Expression> conditions = new ArrayList<>();
            addIfPresent(conditions, insert.getConflictAction().getWhereExpression());
            write(insert.getTable(), all, conditions, insert.getConflictAction().getUpdateSets(), with);
        }
        if (insert.getDuplicateAction() != null
                && insert.getDuplicateAction().getConflictActionType() == ConflictActionType.DO_UPDATE) {
            write(insert.getTable(), all, List.of(), insert.getDuplicateAction().getUpdateSets(), with);
        }
    }

    private void write(
            Table table,
            List<FromItem> all,
            List<Expression> conditions,
            @Nullable List<UpdateSet> sets,
            List<WithItem<?>> with) {
        TableName name = TableName.of(table);
        tables.find(name).ifPresent(versioned -> {
            VersionColumn own = VersionColumn.of(versioned, versioned.hasVersion() ? List.of(table) : all);
            boolean regarded = VersionComparison.of(versioned, with).in(all, conditions, own)
                    || (versioned.hasVersion() && VersionRaise.in(sets, own, versioned.temporal()));
            if (!regarded) {
                bypasses.add(new Bypass(name, versioned.hasVersion() ? Bypass.Kind.UNCHECKED : Bypass.Kind.PART));
            }
        });
    }

    /** Writes over everything that is there, whatever its version. */
    private void refuse(Table table) {
        TableName name = TableName.of(table);
        tables.find(name).ifPresent(versioned -> bypasses.add(new Bypass(name, Bypass.Kind.UNCHECKED)));
    }

    /** {@code DELETE c FROM customer c} names the table by its alias. */
    private static Table resolved(Table table, List<FromItem> sources) {
        for (FromItem source : sources) {
            if (source instanceof Table each
                    && VersionColumn.qualifier(each).equals(TableName.plain(table.getName()))) {
                return each;
            }
        }
        return table;
    }

    private static void addIfPresent(List<Expression> conditions, @Nullable Expression condition) {
        if (condition != null) {
            conditions.add(condition);
        }
    }

    private static <T> List<T> both(List<? extends T> some, List<? extends T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
