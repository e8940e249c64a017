package io.heldby.demo.contracts;

import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * Where payment terms are kept: in a table of an older system that has no version and cannot get one. A save must find all
 * fields as they were loaded.
 */
final class TermsMapper extends VersionedMapper<Terms> {

    static final String ENTITY = "payment terms";

    TermsMapper() {
        super(VersionedTable.of("legacy_terms", "contract_no", Terms::contract)
                .entity(ENTITY)
                .column("pay_days", "payDays", Terms::payDays)
                .column("discount", Terms::discount)
                .column("note", Terms::note)
                .withoutVersion());
    }

    @Override
    protected Terms read(ResultSet row) throws SQLException {
        return new Terms(
                row.getLong("contract_no"),
                row.getInt("pay_days"),
                row.getBigDecimal("discount"),
                Objects.requireNonNullElse(row.getString("note"), ""));
    }
}
