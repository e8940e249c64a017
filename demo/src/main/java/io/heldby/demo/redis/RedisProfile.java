package io.heldby.demo.redis;

import io.heldby.jdbc.lock.FencingGuard;
import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockStore;
import io.heldby.redis.RedisLockStore;
import io.heldby.redis.RedisSettings;
import io.heldby.spring.transaction.SpringGuard;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;

/**
 * Profile {@code redis}: the locks of articles are in Redis, where programs in other languages see them; the articles and all
 * other locks stay in the database. These two beans take the place of the starter's store and guard, so its HTTP API, its
 * sessions and {@code Edits} go on as before.
 */
@Configuration(proxyBeanMethods = false)
@Profile("redis")
class RedisProfile {

    private static final Set<String> IN_REDIS = Set.of("article");

    @Bean
    @ConditionalOnExpression("'${demo.redis.url:}'.isEmpty()")
    OwnRedis ownRedis() throws IOException {
        return OwnRedis.start();
    }

    @Bean
    RedisLockStore redisLocks(@Value("${demo.redis.url:}") String url, ObjectProvider<OwnRedis> own) {
        RedisURI uri = RedisURI.create(url.isEmpty() ? own.getObject().url() : url);
        return RedisLockStore.single(uri, RedisSettings.defaults());
    }

    @Bean
    @Primary
    @DependsOn("heldbySchema")
    LockStore locksByType(DataSource dataSource, RedisLockStore redis) {
        return new StoreByType(new JdbcLockStore(dataSource, JdbcSettings.defaults()), redis, IN_REDIS);
    }

    @Bean
    @DependsOn("heldbySchema")
    SpringGuard guardByType(DataSource dataSource, RedisLockStore redis, LockPolicies policies) {
        return new SpringGuard(
                new GuardByType(
                        new JdbcGuard(dataSource, JdbcSettings.defaults(), policies),
                        new FencingGuard(redis, policies),
                        IN_REDIS),
                dataSource,
                policies);
    }
}
