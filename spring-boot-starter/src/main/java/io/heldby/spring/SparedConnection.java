package io.heldby.spring;

import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;

/** Whether the pool can do without one connection, which is kept to be woken by other nodes. */
final class SparedConnection {

    private static final int ENOUGH = 5;

    private SparedConnection() {}

    /** @param configured what the application says; null to look at the pool */
    static boolean wanted(
            @Nullable Boolean configured, DataSource dataSource, ObjectProvider<DataSourcePoolMetadataProvider> pools) {
        return configured != null
                ? configured
                : pools.orderedStream()
                        .map(provider -> provider.getDataSourcePoolMetadata(dataSource))
                        .filter(Objects::nonNull)
                        .map(DataSourcePoolMetadata::getMax)
                        .anyMatch(max -> max != null && max >= ENOUGH);
    }
}
