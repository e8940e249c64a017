package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.AggregateWrite;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Fills the cabinet, once. */
@Component
class FirstPolicies implements ApplicationRunner {

    private static final String IMPORT = "Import";

    private static final List<String> HOLDERS =
            List.of("Planet Express", "MomCorp Friendly Robots", "Panucci's Pizza", "Mars University", "Slurm GmbH");

    private final Transactions transactions;
    private final JdbcClient jdbc;

    FirstPolicies(Transactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @Override
    public void run(ApplicationArguments arguments) throws SQLException {
        if (jdbc.sql("SELECT COUNT(*) FROM policy").query(Long.class).single() > 0) {
            return;
        }
        for (int i = 0; i < HOLDERS.size(); i++) {
            write(12345 + i, HOLDERS.get(i), Euros.whole(150_000L + 50_000L * i));
        }
    }

    /** Without locks: these policies are new, so nobody can be working on them. */
    void write(long number, String holder, Euros sum) throws SQLException {
        String versionId = Policy.versionIdOf(number);
        List<Coverage> coverages = List.of(
                new Coverage(newId(), versionId, Peril.FIRE, sum),
                new Coverage(newId(), versionId, Peril.WATER, sum),
                new Coverage(newId(), versionId, Peril.THEFT, Euros.whole(20_000)));
        Endorsement sprinklers = new Endorsement(newId(), versionId, "No sprinklers in the store room", 5);
        Euros premium = PolicyFile.premium(coverages, List.of(sprinklers));
        transactions.run(connection -> {
            jdbc.sql("""
                            INSERT INTO policy_version (id, version, modified_by, modified_at)
                            VALUES (?, 0, ?, CURRENT_TIMESTAMP)""").params(versionId, IMPORT).update();
            AggregateWrite write = SharedVersions.in("policy_version", "id").write(connection, versionId, 0, IMPORT);
            new PolicyMapper().insert(write, new Policy(number, versionId, holder, premium));
            for (Coverage coverage : coverages) {
                new CoverageMapper().insert(write, coverage);
            }
            new EndorsementMapper().insert(write, sprinklers);
            new NamedInsuredMapper().insert(write, new NamedInsured(newId(), versionId, holder + ", branch office"));
            return true;
        });
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
