package io.heldby.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** With Micrometer, how many writes of each type were only observed: when it stays at zero, the type can be enforced. */
@AutoConfiguration(
        after = HeldbyAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class HeldbyMetricsAutoConfiguration {

    @Bean
    ObservedWriteListener heldbyObservedWrites(MeterRegistry meters) {
        return write -> Counter.builder("heldby.observed.writes")
                .description("Writes without a good lock that were let pass, because the type is only observed")
                .tag("type", write.key().type())
                .register(meters)
                .increment();
    }
}
