package io.heldby.spring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * With Micrometer, how many writes without a good lock, and how many overwrites, were only observed: when it stays at zero, the
 * type can be enforced.
 */
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

    /** Of overwrites with an old version, work was lost; of those without one, nobody knows. */
    @Bean
    ObservedOverwriteListener heldbyObservedOverwrites(MeterRegistry meters) {
        return overwrite -> Counter.builder("heldby.observed.overwrites")
                .description(
                        "Saves that were not based on the stored version and let pass, because it is only observed")
                .tag("type", overwrite.conflict().entity())
                .tag("version", overwrite.versionKnown() ? "old" : "missing")
                .register(meters)
                .increment();
    }
}
