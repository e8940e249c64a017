package io.heldby.jdbc;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

// The code between the tags is in docs/optimistic-lock.md.
final class LoggedPolicyMapper extends VersionedMapper<Policy> {

    LoggedPolicyMapper(ChangeLog log) {
        super(VersionedTable.of("policy", "number", Policy::number)
                .column("holder", Policy::holder)
                .column("premium", Policy::premium)
                .logged(log)
                .merging(MergeRules.ask().field("premium", MergePolicy.NEVER)));
    }

    @Override
    protected Policy read(ResultSet row) throws SQLException {
        return new Policy(row.getString("number"), row.getString("holder"), row.getBigDecimal("premium"));
    }

    // tag::with[]
    @Override
    protected Policy with(Policy policy, Map<String, @Nullable Object> values) {
        return new Policy(policy.number(), (String) values.getOrDefault("holder", policy.holder()), (BigDecimal)
                values.getOrDefault("premium", policy.premium()));
    }
    // end::with[]
}
