package io.heldby.demo.underwriting;

import io.heldby.jdbc.unitofwork.AggregateWrite;
import io.heldby.jdbc.unitofwork.LockingMappers;
import io.heldby.jdbc.unitofwork.LockingMemberMapper;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The only way to a policy and to what belongs to it. Around every mapper of the family is the implicit lock: reading takes
 * the lock of the whole family, because the policy of its type says that even readers lock; writing is refused without it.
 * All members share one version, so that nobody can change a coverage unseen by whoever changes an endorsement.
 */
@Component
class PolicyFamily {

    private final SharedVersions versions = SharedVersions.in("policy_version", "id");
    private final EndorsementMapper storedEndorsements = new EndorsementMapper();
    private final CoverageMapper storedCoverages = new CoverageMapper();
    private final PolicyMapper storedPolicies = new PolicyMapper();
    private final LockingMemberMapper<Policy> policies;
    private final LockingMemberMapper<Coverage> coverages;
    private final LockingMemberMapper<Endorsement> endorsements;
    private final LockingMemberMapper<NamedInsured> insureds;
    private final Transactions transactions;

    PolicyFamily(LockingMappers locking, Transactions transactions) {
        this.policies = locking.aroundMembers(storedPolicies);
        this.coverages = locking.aroundMembers(storedCoverages);
        this.endorsements = locking.aroundMembers(storedEndorsements);
        this.insureds = locking.aroundMembers(new NamedInsuredMapper());
        this.transactions = transactions;
    }

    /**
     * Loads the whole family. Must be called outside a transaction, because it locks.
     *
     * @throws io.heldby.lock.LockedException when somebody else is working on it
     * @throws NoSuchPolicyException when there is none with that number
     */
    PolicyFile load(long number) throws SQLException {
        String versionId = Policy.versionIdOf(number);
        Policy policy =
                policies.findAll(versionId).stream().findFirst().orElseThrow(() -> new NoSuchPolicyException(number));
        long version = transactions.run(
                connection -> versions.find(connection, versionId).orElseThrow().version());
        return new PolicyFile(
                policy,
                version,
                coverages.findAll(versionId).stream()
                        .sorted(Comparator.comparing(Coverage::peril))
                        .toList(),
                endorsements.findAll(versionId),
                insureds.findAll(versionId));
    }

    /** Begins to write a family, for one transaction. */
    AggregateWrite write(Connection connection, long number, long expectedVersion, String by) {
        return versions.write(connection, Policy.versionIdOf(number), expectedVersion, by);
    }

    /**
     * Stores a change, and the premium that follows from it.
     *
     * @return the new premium
     * @throws io.heldby.lock.LockNotHeldException when the writer's editing session does not hold the family
     * @throws io.heldby.version.ConflictException when any member has been changed since the expected version was loaded
     */
    Euros store(AggregateWrite write, PolicyChange change) throws SQLException {
        for (Coverage coverage : storedCoverages.findAll(write.connection(), write.versionId())) {
            Euros sum = change.sums().getOrDefault(coverage.id(), coverage.sum());
            if (!sum.equals(coverage.sum())) {
                coverages.update(write, coverage.withSum(sum));
            }
        }
        if (change.newPeril().isPresent()) {
            coverages.insert(
                    write,
                    new Coverage(newId(), write.versionId(), change.newPeril().get(), change.newSum()));
        }
        if (change.newClause().isPresent()) {
            endorsements.insert(
                    write,
                    new Endorsement(
                            newId(), write.versionId(), change.newClause().get(), change.newSurcharge()));
        }
        if (change.newInsured().isPresent()) {
            insureds.insert(
                    write,
                    new NamedInsured(
                            newId(), write.versionId(), change.newInsured().get()));
        }
        return computePremium(write);
    }

    private Euros computePremium(AggregateWrite write) throws SQLException {
        Connection connection = write.connection();
        Euros premium = PolicyFile.premium(
                storedCoverages.findAll(connection, write.versionId()),
                storedEndorsements.findAll(connection, write.versionId()));
        List<Policy> root = storedPolicies.findAll(connection, write.versionId());
        policies.update(write, root.get(0).withPremium(premium));
        return premium;
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
