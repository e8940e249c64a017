package io.heldby.demo.underwriting;

import io.heldby.demo.people.Person;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * For the programs of brokers. Whoever wrote this has forgotten the lock altogether, and it is asked for all the same: the
 * mappers do it. The refusals are in {@code LockProblems}.
 */
@RestController
@RequestMapping(path = "/api/underwriting", consumes = MediaType.APPLICATION_JSON_VALUE)
class BrokerApi {

    private final PolicyFamily family;
    private final Transactions transactions;

    BrokerApi(PolicyFamily family, Transactions transactions) {
        this.family = family;
        this.transactions = transactions;
    }

    /**
     * Insures something more.
     *
     * @param sum in whole euros
     * @param version of the policy that this is based on
     */
    record NewCoverage(Peril peril, long sum, long version) {}

    @PostMapping("/policies/{number:\\d{1,9}}/coverages")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, String> insure(
            @PathVariable long number, @RequestBody NewCoverage coverage, @ModelAttribute("me") Person me)
            throws SQLException {
        PolicyChange change = new PolicyChange(
                Map.of(),
                Optional.of(coverage.peril()),
                Euros.whole(coverage.sum()),
                Optional.empty(),
                0,
                Optional.empty(),
                Map.of(),
                Map.of());
        Euros premium = transactions.run(connection ->
                family.store(family.write(connection, number, coverage.version(), me.displayName()), change));
        return Map.of("premium", premium.toString());
    }
}
