package io.heldby.demo.browser;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;

/** A customer of this test's own, on small pages that let the browser take the lock; see {@link TestPages}. */
abstract class LockTest extends DemoTest {

    private static final Pattern LOCK_ID = Pattern.compile("\"lockId\"\\s*:\\s*\"([^\"]+)\"");

    long zapp;

    @BeforeEach
    void aCustomerArrives() {
        zapp = zappAt("PESSIMISTIC");
    }

    LockPage open(String user, String attributes) {
        return open(signIn(user), attributes);
    }

    LockPage open(Page page, String attributes) {
        page.navigate(url("/test/customers/" + zapp + "?" + attributes));
        return new LockPage(page);
    }

    /** Somebody who edits it. */
    LockPage editing(String user) {
        LockPage page = open(user, "acquire=open");
        page.waitForState("mine");
        return page;
    }

    /** Somebody who would like to. */
    LockPage blocked(String user) {
        LockPage page = open(user, "acquire=open");
        page.waitForState("blocked");
        return page;
    }

    List<String> holders() {
        return database.sql("SELECT display_name FROM heldby_lock WHERE type = 'customer' AND id = ?")
                .param("" + zapp)
                .query(String.class)
                .list();
    }

    /** Kim ends the lock, whoever has it; nothing happens while nobody has. */
    void forceRelease(String reason) {
        Programs programs = new Programs(url(""));
        Matcher lock = LOCK_ID.matcher(
                programs.get("kim", "/heldby/v1/resources/customer/" + zapp).body());
        if (lock.find()) {
            programs.postJson(
                    "kim", "/heldby/v1/locks/" + lock.group(1) + "/break", "{\"reason\": \"" + reason + "\"}");
        }
    }

    /** As if so much time had passed on the server. */
    void theMaximumHoldEndsIn(int seconds) {
        database.sql("UPDATE heldby_lock SET max_until = DATEADD(SECOND, ?, CURRENT_TIMESTAMP) WHERE id = ?")
                .params(seconds, "" + zapp)
                .update();
    }

    void theLeaseIsOver() {
        database.sql("UPDATE heldby_lock SET expires_at = DATEADD(SECOND, -1, CURRENT_TIMESTAMP) WHERE id = ?")
                .param("" + zapp)
                .update();
    }

    /** Somebody else saves, past every lock. */
    void somebodySaves(String column, String value) {
        database.sql("UPDATE customer SET version = version + 1, modified_by = 'Luke Skywalker', " + column
                        + " = ? WHERE id = ?")
                .params(value, zapp)
                .update();
    }
}
