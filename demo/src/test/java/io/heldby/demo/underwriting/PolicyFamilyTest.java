package io.heldby.demo.underwriting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.demo.DemoApplication;
import io.heldby.jdbc.unitofwork.SharedVersions;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Without any page: what the mappers of a policy do on their own. */
@SpringBootTest(classes = DemoApplication.class)
class PolicyFamilyTest {

    private static final long NUMBER = 12_349;

    @Autowired
    PolicyFamily family;

    @Autowired
    Transactions transactions;

    @Autowired
    LockManager locks;

    @AfterEach
    void nobodyIsSignedIn() {
        holders().forEach(held -> locks.forceRelease(held.lockId(), "the test", "over"));
        SecurityContextHolder.clearContext();
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void readingTakesTheLockOfTheWholeFamily() throws SQLException {
        inABrowserOf("bob");

        PolicyFile file = family.load(NUMBER);

        assertThat(file.coverages()).hasSize(3);
        assertThat(file.premium()).isEqualTo(file.policy().premium());
        assertThat(holders()).extracting(held -> held.owner().displayName()).containsExactly("Bob Smith");
    }

    @Test
    void nobodyElseReadsAnythingOfIt() throws SQLException {
        inABrowserOf("bob");
        family.load(NUMBER);
        inABrowserOf("jane");

        assertThatThrownBy(() -> family.load(NUMBER))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Bob Smith");
    }

    @Test
    void noMemberIsWrittenWithoutTheLock() {
        inABrowserOf("jane");
        for (Map<String, String> typed : List.of(
                Map.of("newPeril", "GLASS", "newSum", "5000"),
                Map.of("newClause", "Fireworks", "newSurcharge", "7"),
                Map.of("newInsured", "Rome"),
                Map.<String, String>of())) {
            assertThatThrownBy(() -> transactions.run(connection ->
                            family.store(family.write(connection, NUMBER, 1, "Jane Doe"), PolicyChange.read(typed))))
                    .as("writing %s", typed)
                    .isInstanceOf(LockNotHeldException.class);
        }
    }

    private List<LockView> holders() {
        return locks.holders(SharedVersions.key("", Policy.versionIdOf(NUMBER)));
    }

    private static void inABrowserOf(String user) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(user, user, "ROLE_USER"));
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
    }
}
