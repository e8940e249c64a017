package io.heldby.demo.underwriting;

import io.heldby.demo.people.People;
import io.heldby.demo.replay.About;
import io.heldby.demo.replay.Banner;
import io.heldby.demo.replay.Line;
import io.heldby.demo.replay.OwnNumbers;
import io.heldby.demo.replay.Play;
import io.heldby.demo.replay.Screen.State;
import io.heldby.demo.replay.Script;
import io.heldby.demo.replay.Seat;
import io.heldby.demo.replay.Step;
import io.heldby.demo.replay.Stored;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockView;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How a policy that somebody works on is closed even to readers, and open to the next after that. */
@Component
@Order(170)
class PolicyReplay implements Script {

    private static final Euros HIGHER = Euros.whole(250_000);

    private static final List<String> TIDY = List.of(
            "DELETE FROM coverage WHERE version_id = ?",
            "DELETE FROM endorsement WHERE version_id = ?",
            "DELETE FROM named_insured WHERE version_id = ?",
            "DELETE FROM policy WHERE version_id = ?",
            "DELETE FROM policy_version WHERE id = ?");

    private static final String STORED = """
            SELECT p.premium_cents, c.sum_cents, v.version, v.modified_by
              FROM policy p
              JOIN policy_version v ON v.id = p.version_id
              JOIN coverage c ON c.version_id = p.version_id AND c.peril = 'FIRE'
             WHERE p.version_id = ?""";

    private final EditPolicy editPolicy;
    private final SavePolicy savePolicy;
    private final FirstPolicies newPolicies;
    private final JdbcClient jdbc;
    private final People people;

    PolicyReplay(
            EditPolicy editPolicy, SavePolicy savePolicy, FirstPolicies newPolicies, JdbcClient jdbc, People people) {
        this.editPolicy = editPolicy;
        this.savePolicy = savePolicy;
        this.newPolicies = newPolicies;
        this.jdbc = jdbc;
        this.people = people;
    }

    @Override
    public About about() {
        return new About(
                "underwriting",
                "Underwriting",
                "/underwriting",
                "Closed to the second, open after that",
                "The premium is stored that follows from what Bob had before him, and Jane goes on from there.",
                List.of("EditPolicy.java", "SavePolicy.java", "PolicyFamily.java"));
    }

    @Override
    public Play play() {
        return new Closed();
    }

    private final class Closed extends Play {

        private final long number = OwnNumbers.next();
        private final String family = Policy.versionIdOf(number);
        private final Seat bob;
        private final Seat jane;
        private EditPolicy.Outcome.@Nullable Opened opened;

        Closed() {
            super(
                    "Bob raises the sum insured of a policy, and Jane wants to look at it. The premium follows from all that belongs to it.");
            bob = new Seat(people.get("bob"), "underwriter", "Bob has not opened the policy yet.");
            jane = new Seat(people.get("jane"), "underwriter", "Jane has not opened the policy yet.");
        }

        @Override
        protected List<Seat> seats() {
            return List.of(bob, jane);
        }

        @Override
        protected Optional<LockKey> lock() {
            return Optional.of(SharedVersions.key("", family));
        }

        @Override
        protected List<Step> steps() {
            return List.of(
                    new Step("Bob opens the policy", this::bobOpens),
                    new Step("Jane wants to look at it", this::janeIsRefused),
                    new Step("Bob saves a higher sum", this::bobSaves),
                    new Step("Jane opens the policy", this::janeOpens));
        }

        @Override
        protected void prepare() throws SQLException {
            newPolicies.write(number, "Planet Express", Euros.whole(150_000));
        }

        private void bobOpens() throws SQLException {
            opened = expect(EditPolicy.Outcome.Opened.class, open(bob));
            bob.sees(
                    State.EDITING,
                    new Banner(
                            "The policy is yours, until",
                            opened.lease().maxUntil(),
                            " at the latest. Bob types 250,000."),
                    Line.of(
                            "Fire",
                            "%s, was %s".formatted(HIGHER, fire(opened.file()).sum())),
                    Line.of("Premium", opened.file().policy().premium()),
                    Line.of("Loaded", "version " + opened.file().version()));
            tell(
                    "The lock came first, then the policy, its coverages, endorsements and insureds: one lock and one version for all.");
        }

        private void janeIsRefused() throws SQLException {
            EditPolicy.Outcome.Closed closed = expect(EditPolicy.Outcome.Closed.class, open(jane));
            LockView holder = closed.denied().holders().get(0);
            jane.sees(
                    State.REFUSED,
                    new Banner(
                            "The policy is being edited by %s. Premiums depend on what is loaded, so it is closed to others. Available after"
                                    .formatted(holder.owner().displayName()),
                            holder.maxUntil(),
                            "."));
            tell("Nothing was loaded for Jane, not even to read: a premium of half-changed coverages would be wrong.");
        }

        private void bobSaves() throws SQLException {
            EditPolicy.Outcome.Opened his = Objects.requireNonNull(opened);
            PolicyChange change =
                    PolicyChange.read(Map.of("sum.FIRE." + fire(his.file()).id(), "250,000"));
            Euros premium = bob.does(() ->
                    savePolicy.run(number, his.lease().handle(), his.file().version(), change, bob.person()));
            bob.sees(
                    State.SAVED,
                    "Saved. The policy is free again.",
                    Line.of("Fire", HIGHER),
                    Line.of("Premium", premium));
            tell(
                    "The premium was computed again in the transaction that stored the sum; the lock was given back after it.");
        }

        private void janeOpens() throws SQLException {
            PolicyFile file =
                    expect(EditPolicy.Outcome.Opened.class, open(jane)).file();
            jane.sees(
                    State.EDITING,
                    "The policy is yours.",
                    Line.of("Fire", fire(file).sum()),
                    Line.of("Premium", file.policy().premium()),
                    Line.of("Loaded", "version " + file.version()));
            tell("Now it is closed to everybody but Jane.");
        }

        private EditPolicy.Outcome open(Seat who) throws SQLException {
            return who.does(() -> editPolicy.run(number));
        }

        private static Coverage fire(PolicyFile file) {
            return file.coverages().stream()
                    .filter(coverage -> coverage.peril() == Peril.FIRE)
                    .findFirst()
                    .orElseThrow();
        }

        /** Past the mappers, which would ask for the lock. */
        @Override
        protected Stored stored() {
            return jdbc.sql(STORED)
                    .param(family)
                    .query((row, at) -> new Stored(
                            List.of(
                                    Line.of("Fire", new Euros(row.getLong("sum_cents"))),
                                    Line.of("Premium", new Euros(row.getLong("premium_cents")))),
                            row.getLong("version"),
                            row.getString("modified_by"),
                            null))
                    .single();
        }

        @Override
        protected void tidy() {
            TIDY.forEach(delete -> jdbc.sql(delete).param(family).update());
        }
    }
}
