package io.heldby.spring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class EditingSessionsTest {

    private final LockKey key = LockKey.of("policy", "12345");
    private final Owner leia = Owner.of("leia", "tab-1");
    private final LockManager locks =
            new LockManager(new InMemoryLockStore(InstantSource.system()), LockPolicies.defaults());
    private final EditingSessions sessions = new EditingSessions(locks, session -> Optional.of(leia));

    @Test
    void whatIsRememberedSurvivesBeingStored() throws Exception {
        Remembered remembered = Remembered.nothing()
                .withPage(key, "s1")
                .withUsed(EditingSession.of("", leia))
                .withUsed(EditingSession.of("", leia));

        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        new ObjectOutputStream(stored).writeObject(remembered);
        Object read = new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray())).readObject();

        assertThat(read).isEqualTo(remembered);
        assertThat(remembered.used()).hasSize(1);
    }

    @Test
    void aLongHttpSessionDoesNotGrow() {
        Remembered remembered = Remembered.nothing();
        for (int i = 0; i < 600; i++) {
            remembered = remembered
                    .withPage(LockKey.of("policy", "" + i), "s" + i)
                    .withUsed(EditingSession.of("", Owner.of("leia", "s" + i)));
        }

        assertThat(remembered.pages()).hasSize(Remembered.LIMIT);
        assertThat(remembered.used()).hasSize(Remembered.LIMIT);
        assertThat(remembered.sessionOf(LockKey.of("policy", "599"))).isEqualTo("s599");
        assertThat(remembered.sessionOf(LockKey.of("policy", "0"))).isNull();
    }

    @Test
    void whatIsLockedWhileTheHttpSessionEndsIsReleased() {
        MockHttpSession ended = new MockHttpSession();
        ended.invalidate();
        MockHttpServletRequest request = new MockHttpServletRequest() {
            @Override
            public HttpSession getSession(boolean create) {
                return ended;
            }
        };
        locks.acquireOrThrow(LockRequest.of(key, leia));

        sessions.remember(request, "", leia);

        assertThat(locks.holders(key)).isEmpty();
    }

    @Test
    void aReleaseThatFailsDoesNotStopASignOut() {
        MockHttpSession http = new MockHttpSession();
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(http);
        LockManager refusing =
                new LockManager(new InMemoryLockStore(InstantSource.system()), LockPolicies.defaults(), () -> true);
        EditingSessions insideATransaction = new EditingSessions(refusing, session -> Optional.of(leia));
        insideATransaction.remember(request, "", leia);

        insideATransaction.release(http, "signed out");
    }

    @Test
    void requestWithoutAnHttpSessionIsOneEditingSession() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Authorization", "Bearer x");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            assertThat(sessions.sessionFor(key)).isEqualTo(sessions.sessionFor(LockKey.of("policy", "2")));
            assertThat(request.getSession(false)).isNull();
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    @Test
    void outsideARequestEveryCallIsAnEditingSessionOfItsOwn() {
        assertThat(sessions.sessionFor(key)).isNotEqualTo(sessions.sessionFor(key));
    }
}
