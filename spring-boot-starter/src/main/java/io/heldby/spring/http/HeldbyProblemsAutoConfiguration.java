package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.HeldbySessionAutoConfiguration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.support.DefaultHandlerExceptionResolver;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the application's own controllers answer when a lock or another version is in the way of a write; with or without
 * the HTTP API.
 */
@AutoConfiguration(after = HeldbySessionAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, JsonMapper.class})
@ConditionalOnBooleanProperty(name = "heldby.http.problems", matchIfMissing = true)
public final class HeldbyProblemsAutoConfiguration {

    @Bean
    WriteProblems heldbyWriteProblems(
            ObjectProvider<OwnerResolver> owners,
            ObjectProvider<LockPermissions> permissions,
            ObjectProvider<Transactions> transactions) {
        OwnerResolver known = owners.getIfAvailable();
        LockPermissions asked = permissions.getIfAvailable(() -> ignored -> false);
        return new WriteProblems(
                new LockProblem(maySee(known, asked)),
                new ConflictProblem(new ShownConflict(known, asked), new Json()),
                new ExplainedConflict(transactions.getIfAvailable()));
    }

    @Bean
    ConflictDocuments heldbyConflictDocuments(WriteProblems problems) {
        return new ConflictDocuments(problems, new Json());
    }

    @Bean
    ProblemsForPrograms heldbyProblemsForPrograms(WriteProblems problems) {
        return new ProblemsForPrograms(problems, new Json());
    }

    @Bean
    PagesForPeople heldbyPagesForPeople(WriteProblems problems) {
        return new PagesForPeople(problems, new PageTimes(InstantSource.system(), ZoneId.systemDefault()));
    }

    /**
     * Spring answers its own refusals with the server's error page, which knows no problems. So ours goes before that, and
     * after the application's exception handlers.
     */
    @Bean
    WebMvcConfigurer heldbyProblemsOfPreconditions() {
        return new WebMvcConfigurer() {
            @Override
            public void extendHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
                int last = 0;
                while (last < resolvers.size() && !(resolvers.get(last) instanceof DefaultHandlerExceptionResolver)) {
                    last++;
                }
                resolvers.add(last, new ProblemsForPrograms(RefusedPrecondition::answer, new Json()));
            }
        };
    }

    /** Nobody who is not signed in; {@link LockPermissions} is asked for all others. */
    private static Predicate<LockKey> maySee(@Nullable OwnerResolver owners, LockPermissions permissions) {
        return key -> owners != null && owners.owner("http").isPresent() && permissions.maySee(key);
    }
}
