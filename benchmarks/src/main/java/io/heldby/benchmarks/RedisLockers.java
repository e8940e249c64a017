package io.heldby.benchmarks;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.redis.RedisLockStore;
import io.heldby.redis.RedisSettings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** The lockers that keep their locks in Redis, each under its own keys. */
final class RedisLockers {

    static final String HELDBY = "Heldby";
    static final String SHED_LOCK = "ShedLock (Spring Data Redis)";
    static final String SPRING_INTEGRATION = "Spring Integration RedisLockRegistry";
    static final String REDISSON = "Redisson RLock";

    private RedisLockers() {}

    /** @param opened takes what is to be closed in the end */
    static List<Locker> on(String url, List<AutoCloseable> opened) {
        RedisClient floor = RedisClient.create(url);
        opened.add(floor);
        RedisLockStore store = RedisLockStore.single(RedisURI.create(url), RedisSettings.defaults());
        opened.add(store);
        LettuceConnectionFactory factory = springFactory(url);
        opened.add(factory::destroy);
        RedissonClient client = redisson(url);
        opened.add(client::shutdown);
        RedissonClient holder = redisson(url);
        opened.add(holder::shutdown);
        return List.of(
                new RedisFloor(floor.connect().sync()),
                new HeldbyLocker(HELDBY, new LockManager(store, LockPolicies.defaults())),
                new ShedLockLocker(SHED_LOCK, new RedisLockProvider(factory), new RedisLockProvider(factory)),
                new SpringIntegrationLocker(SPRING_INTEGRATION, registry(factory), registry(factory)),
                new RedissonLocker(REDISSON, client, holder));
    }

    private static LettuceConnectionFactory springFactory(String url) {
        RedisURI uri = RedisURI.create(url);
        LettuceConnectionFactory factory = new LettuceConnectionFactory(uri.getHost(), uri.getPort());
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private static RedisLockRegistry registry(LettuceConnectionFactory factory) {
        return new RedisLockRegistry(factory, "registry", Duration.ofHours(1));
    }

    private static RedissonClient redisson(String url) {
        Config config = new Config();
        config.useSingleServer().setAddress(url);
        return Redisson.create(config);
    }
}
