package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jooq.TableField;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** The table as jOOQ's generator would describe it. */
@SuppressWarnings("serial") // jOOQ's tables are serializable, and nobody does that here.
final class InvoiceJooqTable extends TableImpl<InvoiceJooqTable.Row> {

    static final InvoiceJooqTable INVOICE = new InvoiceJooqTable();

    final TableField<Row, Long> id = createField(DSL.name("id"), SQLDataType.BIGINT.nullable(false));
    final TableField<Row, String> customer = createField(DSL.name("customer"), SQLDataType.VARCHAR(100));
    final TableField<Row, String> city = createField(DSL.name("city"), SQLDataType.VARCHAR(100));
    final TableField<Row, Integer> quantity = createField(DSL.name("quantity"), SQLDataType.INTEGER);
    final TableField<Row, BigDecimal> amount = createField(DSL.name("amount"), SQLDataType.NUMERIC(12, 2));
    final TableField<Row, LocalDate> due = createField(DSL.name("due"), SQLDataType.LOCALDATE);
    final TableField<Row, Long> version = createField(DSL.name("version"), SQLDataType.BIGINT.nullable(false));
    final TableField<Row, String> modifiedBy = createField(DSL.name("modified_by"), SQLDataType.VARCHAR(255));
    final TableField<Row, OffsetDateTime> modifiedAt =
            createField(DSL.name("modified_at"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    private final UniqueKey<Row> key = Internal.createUniqueKey(this, DSL.name("invoice_pkey"), id);

    private InvoiceJooqTable() {
        super(DSL.name("invoice"));
    }

    @Override
    public Class<Row> getRecordType() {
        return Row.class;
    }

    @Override
    public UniqueKey<Row> getPrimaryKey() {
        return key;
    }

    @Override
    public TableField<Row, Long> getRecordVersion() {
        return version;
    }

    /** A row of it. */
    static final class Row extends org.jooq.impl.UpdatableRecordImpl<Row> {
        Row() {
            super(INVOICE);
        }
    }
}
