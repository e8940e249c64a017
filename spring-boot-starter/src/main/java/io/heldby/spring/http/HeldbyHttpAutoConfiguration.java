package io.heldby.spring.http;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.EventFeed;
import io.heldby.lock.EventStore;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Transactions;
import io.heldby.spring.HeldbyChangesAutoConfiguration;
import io.heldby.spring.HeldbyProperties;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.session.EditingSessions;
import io.heldby.spring.session.HeldbySessionAutoConfiguration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API, where there is Spring MVC and something that says who asks. */
@AutoConfiguration(after = {HeldbySessionAutoConfiguration.class, HeldbyChangesAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({DispatcherServlet.class, JsonMapper.class})
@ConditionalOnBooleanProperty(name = "heldby.http.enabled", matchIfMissing = true)
@ConditionalOnBean({LockManager.class, OwnerResolver.class})
public final class HeldbyHttpAutoConfiguration {

    @Bean
    HttpPrefix heldbyHttpPrefix(HeldbyProperties properties) {
        return HttpPrefix.of(properties.http().prefix());
    }

    @Bean
    Json heldbyJson() {
        return new Json();
    }

    @Bean
    JsonInAndOut heldbyJsonInAndOut(Json json) {
        return new JsonInAndOut(json);
    }

    @Bean
    ProblemResolver heldbyProblemResolver(HttpPrefix prefix, Json json) {
        return new ProblemResolver(prefix, json);
    }

    /** Before everything that might answer. */
    @Bean
    FilterRegistrationBean<SafeAnswers> heldbySafeAnswers(HttpPrefix prefix, Json json) {
        FilterRegistrationBean<SafeAnswers> registration = new FilterRegistrationBean<>(new SafeAnswers(prefix, json));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return registration;
    }

    /** Without Spring Security there are no authorities, so nobody breaks locks until the application says who may. */
    @Bean
    @ConditionalOnMissingBean
    LockPermissions heldbyPermissionsWithoutAuthorities() {
        return key -> false;
    }

    @Bean
    Caller heldbyCaller(OwnerResolver owners) {
        return new Caller(owners);
    }

    @Bean
    AcquireChecks heldbyAcquireChecks(LockManager locks, LockPolicies policies, LockPermissions permissions) {
        return new AcquireChecks(locks, policies, permissions);
    }

    @Bean
    IdempotencyKeys heldbyIdempotencyKeys(Json json) {
        return new IdempotencyKeys(json);
    }

    @Bean
    LocksController heldbyLocksController(
            LockManager locks,
            Caller caller,
            LockPermissions permissions,
            AcquireChecks checks,
            IdempotencyKeys keys,
            EditingSessions sessions) {
        Actions actions = new Actions(locks, permissions);
        return new LocksController(locks, caller, permissions, checks, keys, sessions, actions);
    }

    @Bean
    BatchController heldbyBatchController(
            LockManager locks, Caller caller, AcquireChecks checks, IdempotencyKeys keys, EditingSessions sessions) {
        return new BatchController(locks, caller, checks, keys, sessions);
    }

    @Bean
    VerifyController heldbyVerifyController(LockManager locks, Caller caller) {
        return new VerifyController(locks, caller);
    }

    @Bean
    PoliciesController heldbyPoliciesController(LockPolicies policies, Caller caller, LockPermissions permissions) {
        return new PoliciesController(policies, caller, permissions);
    }

    @Bean
    LeaseController heldbyLeaseController(LockManager locks, Caller caller, EditingSessions sessions) {
        return new LeaseController(locks, caller, sessions);
    }

    @Bean
    SessionsController heldbySessionsController(LockManager locks, Caller caller, EditingSessions sessions) {
        return new SessionsController(locks, caller, sessions);
    }

    @Bean
    RequestsController heldbyRequestsController(
            LockManager locks,
            Caller caller,
            LockPermissions permissions,
            AcquireChecks checks,
            EditingSessions sessions) {
        return new RequestsController(locks, caller, permissions, checks, sessions);
    }

    @Bean
    WaitersController heldbyWaitersController(
            LockManager locks, Caller caller, AcquireChecks checks, EditingSessions sessions) {
        return new WaitersController(locks, caller, checks, sessions);
    }

    @Bean
    TakeOverController heldbyTakeOverController(
            LockManager locks,
            Caller caller,
            LockPermissions permissions,
            AcquireChecks checks,
            EditingSessions sessions) {
        return new TakeOverController(locks, caller, permissions, checks, sessions);
    }

    @Bean
    OpenApiController heldbyOpenApiController(Caller caller, Json json) {
        return new OpenApiController(caller, json);
    }

    @Bean
    MeController heldbyMeController(Caller caller, ObjectProvider<FormToken> formToken) {
        return new MeController(caller, formToken.getIfAvailable(() -> request -> Optional.empty()));
    }

    @Bean
    ClientFiles heldbyClientFiles() {
        return new ClientFiles();
    }

    @Bean
    ResourcesController heldbyResourcesController(LockManager locks, Caller caller, LockPermissions permissions) {
        return new ResourcesController(locks, caller, permissions);
    }

    @Bean
    @ConditionalOnBean(ChangeLog.class)
    ChangesController heldbyChangesController(
            ChangeLog changes, Transactions transactions, Caller caller, LockPermissions permissions) {
        return new ChangesController(changes, transactions, caller, permissions);
    }

    @Bean
    EventStreams heldbyEventStreams(
            EventFeed feed, EventStore events, HeldbyProperties properties, ObjectProvider<AsCaller> asCaller) {
        return new EventStreams(
                feed,
                events,
                properties.http().streamsPerUser(),
                properties.http().streams(),
                asCaller.getIfAvailable(() -> work -> work));
    }

    /** Before the server waits for its requests to end, which streams never do. */
    @Bean
    ApplicationListener<ContextClosedEvent> heldbyStreamsEndFirst(EventStreams streams) {
        return closing -> streams.close();
    }

    @Bean
    EventsController heldbyEventsController(
            EventStore events, EventFeed feed, EventStreams streams, Caller caller, LockPermissions permissions) {
        return new EventsController(events, feed, streams, caller, permissions);
    }

    @Bean
    BreakController heldbyBreakController(LockManager locks, Caller caller, LockPermissions permissions) {
        return new BreakController(locks, caller, permissions);
    }
}
