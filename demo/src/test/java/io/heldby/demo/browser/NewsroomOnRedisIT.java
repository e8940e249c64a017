package io.heldby.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.redis.RedisLockStore;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;

/** The same newsroom with the locks of its articles in Redis, and the articles in H2. */
@ActiveProfiles("redis")
class NewsroomOnRedisIT extends NewsroomContract {

    @Autowired
    RedisLockStore redis;

    @Test
    void lockIsInRedisAndNotInTheDatabaseAndNobodyCanBeAskedForIt() {
        edit("jane");

        Page bob = edit("bob");

        assertThat(redis.holders(key())).hasSize(1);
        assertThat(stored("SELECT COUNT(*) FROM heldby_lock WHERE type = 'article'", Long.class))
                .isZero();
        assertThat(says(bob)).containsText("Jane Doe has been editing since");
        assertThat(says(bob).locator("button")).hasCount(0);
    }

    @Test
    void locksOfAllOtherTypesStayInTheDatabaseAndListsShowBoth() {
        Page green = signIn("dr_green");
        green.navigate(url("/clinic/patients/1003"));
        edit("jane");

        assertThat(stored("SELECT COUNT(*) FROM heldby_lock WHERE type = 'patient' AND id = '1003'", Long.class))
                .isEqualTo(1);
        assertThat(redis.holders(LockKey.of("patient", "1003"))).isEmpty();
        assertThat(locks.find(LockQuery.all("").limit(500)).locks())
                .extracting(lock -> lock.key())
                .contains(key(), LockKey.of("patient", "1003"));
        Page kim = signIn("kim");
        kim.navigate(url("/locks"));
        assertThat(kim.locator("main")).containsText(key().id());
    }

    @Test
    void saveStoresItsFenceAndIsRefusedOnceALaterOneIsStored() {
        Page jane = edit("jane");
        long fence = locks.holders(key()).get(0).fence().value();
        save(jane);
        assertThat(jane.getByText("is saved.")).isVisible();
        assertThat(stored("SELECT fence FROM article WHERE id = ?", Long.class, Long.valueOf(key().id())))
                .isEqualTo(fence);
        jane.navigate(url(path()));
        database.sql("UPDATE article SET fence = ?, modified_by = 'Bob Smith' WHERE id = ?")
                .params(Long.MAX_VALUE, Long.valueOf(key().id()))
                .update();

        save(jane);

        assertThat(says(jane)).containsText("Bob Smith took over at");
        assertThat(version()).isEqualTo(8);
    }

    @Test
    void replayPlaysTheSame() {
        Page alice = signIn("alice");

        alice.navigate(url("/replay/newsroom"));

        assertThat(alice.locator("#moral")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000));
    }

    @Test
    void overHttpTheLockIsTheSameAndAskingForItIsNotSupported() {
        String wish = "{\"type\": \"article\", \"id\": \"%s\", \"session\": \"%s\"}";
        HttpResponse<String> granted =
                programs().postJson("alice", "/heldby/v1/locks", wish.formatted(key().id(), "tab-1"));
        HttpResponse<String> refused =
                programs().postJson("bob", "/heldby/v1/locks", wish.formatted(key().id(), "tab-2"));
        LockId held = redis.holders(key()).get(0).lockId();
        HttpResponse<String> asked =
                programs().postJson("bob", "/heldby/v1/locks/" + held + "/requests", "{\"session\": \"tab-2\"}");

        assertThat(granted.statusCode()).isEqualTo(201);
        assertThat(refused.statusCode()).isEqualTo(423);
        assertThat(refused.body()).contains("Alice Jones").contains("\"actions\":[]");
        assertThat(asked.statusCode()).isEqualTo(501);
        Page bob = edit("bob");
        assertThat(says(bob)).containsText("Alice Jones has been editing since");
    }

    @Test
    void signingOutGivesBackWhatIsInRedisAndWhatIsNot() {
        Page jane = edit("jane");
        locks.acquireOrThrow(LockRequest.of(LockKey.of("customer", "4711"), Owner.of("jane", "desk")));
        jane.navigate(url("/clinic/patients/1004"));
        assertThat(jane.getByText("Only you can edit")).isVisible();

        jane.locator(".bar summary").click();
        press(jane, "Sign out");

        assertThat(jane.getByText("You are signed out.")).isVisible();
        assertThat(holders()).isEmpty();
        assertThat(locks.holders(LockKey.of("patient", "1004"))).isEmpty();
        assertThat(locks.holders(LockKey.of("customer", "4711"))).hasSize(1);
    }
}
