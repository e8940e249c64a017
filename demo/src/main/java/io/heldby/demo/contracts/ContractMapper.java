package io.heldby.demo.contracts;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Where contracts are kept. The tax is computed anew by every save, so it is no reason to ask anybody. */
final class ContractMapper extends VersionedMapper<Contract> {

    static final String ENTITY = "contract";

    ContractMapper(ChangeLog log, SavedEvents events) {
        super(VersionedTable.of("contract", "id", Contract::number)
                .entity(ENTITY)
                .column("customer_id", "customer", Contract::customerId)
                .column("title", Contract::title)
                .column("taxed_in", "taxedIn", Contract::taxedIn)
                .column("tax_per_mille", "taxPerMille", Contract::taxPerMille)
                .merging(MergeRules.ask().field("taxedIn", MergePolicy.THEIRS).field("taxPerMille", MergePolicy.THEIRS))
                .logged(log)
                .announced(events));
    }

    @Override
    protected Contract read(ResultSet row) throws SQLException {
        return new Contract(
                row.getLong("id"),
                row.getLong("customer_id"),
                row.getString("title"),
                row.getString("taxed_in"),
                row.getInt("tax_per_mille"));
    }
}
