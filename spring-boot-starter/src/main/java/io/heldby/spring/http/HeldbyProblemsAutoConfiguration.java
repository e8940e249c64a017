package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.HeldbySessionAutoConfiguration;
import java.util.function.Predicate;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

/** What the application's own controllers answer when a lock is in the way; with or without the HTTP API. */
@AutoConfiguration(after = HeldbySessionAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, JsonMapper.class})
@ConditionalOnBooleanProperty(name = "heldby.http.problems", matchIfMissing = true)
@ConditionalOnBean(LockManager.class)
public final class HeldbyProblemsAutoConfiguration {

    @Bean
    LockProblemResolver heldbyLockProblemResolver(
            ObjectProvider<OwnerResolver> owners, ObjectProvider<LockPermissions> permissions) {
        return new LockProblemResolver(new LockProblem(maySee(owners, permissions)), new Json());
    }

    /** Nobody who is not signed in; {@link LockPermissions} is asked for all others, where there are any. */
    private static Predicate<LockKey> maySee(
            ObjectProvider<OwnerResolver> owners, ObjectProvider<LockPermissions> permissions) {
        return key -> {
            OwnerResolver known = owners.getIfAvailable();
            LockPermissions asked = permissions.getIfAvailable(() -> ignored -> false);
            return known != null && known.owner("http").isPresent() && asked.maySee(key);
        };
    }
}
