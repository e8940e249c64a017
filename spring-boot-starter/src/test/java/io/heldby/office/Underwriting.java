package io.heldby.office;

import io.heldby.jdbc.unitofwork.LockingMapper;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.spring.Locked;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.annotation.Transactional;

/** An application's service with mappers that lock by themselves; called through Spring's proxies. */
public class Underwriting {

    private final LockingMapper<Policy> policies;
    private final DataSource dataSource;
    private final Edits edits;

    Underwriting(LockingMappers mappers, DataSource dataSource, Edits edits, String type) {
        this.policies = mappers.around(new PolicyMapper(), type, Policy::number);
        this.dataSource = dataSource;
        this.edits = edits;
    }

    public Optional<Versioned<Policy>> find(String number) {
        return policies.find(number);
    }

    public Versioned<Policy> findForEdit(String number) {
        return policies.findForEdit(number).orElseThrow();
    }

    @Transactional
    public void insert(Policy policy) throws SQLException {
        long unused = policies.insert(connection(), policy, "Import");
    }

    @Transactional
    public void update(Policy policy, long version) throws SQLException {
        long unused = policies.update(connection(), policy, version, "somebody");
    }

    @Transactional
    public String holderWithinATransaction(String number, String newHolder, long version) throws SQLException {
        update(new Policy(number, newHolder), version);
        return find(number).orElseThrow().value().holder();
    }

    @Locked(type = "enforced", id = "#number")
    @Transactional
    public void rename(String number, String holder) throws SQLException {
        Versioned<Policy> loaded = find(number).orElseThrow();
        update(new Policy(loaded.value().number(), holder), loaded.version());
    }

    public void save(EditHandle handle, Policy policy, long version) throws SQLException {
        edits.save(handle, version, save -> {
            long unused = policies.update(save.connection(), policy, save.expectedVersion(), "somebody");
        });
    }

    private Connection connection() {
        return DataSourceUtils.getConnection(dataSource);
    }

    /** Plain SQL, as the application has it. */
    static final class PolicyMapper extends VersionedMapper<Policy> {

        PolicyMapper() {
            super(VersionedTable.of("policy", "number", Policy::number).column("holder", Policy::holder));
        }

        @Override
        protected Policy read(ResultSet row) throws SQLException {
            return new Policy(row.getString("number"), row.getString("holder"));
        }
    }
}
