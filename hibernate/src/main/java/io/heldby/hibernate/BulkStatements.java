package io.heldby.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.engine.jdbc.connections.spi.JdbcConnectionAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.internal.MappingModelCreationProcess;
import org.hibernate.query.spi.DomainQueryExecutionContext;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.mutation.internal.SqmMultiTableMutationStrategyProviderInitiator;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandler;
import org.hibernate.query.sqm.mutation.spi.MultiTableHandlerBuildResult;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableInsertStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategy;
import org.hibernate.query.sqm.mutation.spi.SqmMultiTableMutationStrategyProvider;
import org.hibernate.query.sqm.tree.SqmDeleteOrUpdateStatement;
import org.hibernate.query.sqm.tree.update.SqmUpdateStatement;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * Tells the guard, which sees SQL only, when Hibernate executes one {@link BulkStatement}. Otherwise everything is as the
 * database's dialect or the application's settings have it.
 */
record BulkStatements(SqmMultiTableMutationStrategyProvider provider) implements SqmMultiTableMutationStrategyProvider {

    @Override
    public @Nullable SqmMultiTableMutationStrategy createMutationStrategy(
            EntityMappingType entity, MappingModelCreationProcess process) {
        SqmMultiTableMutationStrategy strategy = provider.createMutationStrategy(entity, process);
        return strategy == null ? null : new Strategy(strategy);
    }

    @Override
    public SqmMultiTableInsertStrategy createInsertStrategy(
            EntityMappingType entity, MappingModelCreationProcess process) {
        return provider.createInsertStrategy(entity, process);
    }

    /** For {@link org.hibernate.boot.registry.StandardServiceRegistryBuilder#addInitiator}. */
    static final class Initiator implements StandardServiceInitiator<SqmMultiTableMutationStrategyProvider> {

        @Override
        public SqmMultiTableMutationStrategyProvider initiateService(
                Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new BulkStatements(
                    SqmMultiTableMutationStrategyProviderInitiator.INSTANCE.initiateService(settings, registry));
        }

        @Override
        public Class<SqmMultiTableMutationStrategyProvider> getServiceInitiated() {
            return SqmMultiTableMutationStrategyProvider.class;
        }
    }

    private record Strategy(SqmMultiTableMutationStrategy strategy) implements SqmMultiTableMutationStrategy {

        @Override
        public void prepare(MappingModelCreationProcess process, JdbcConnectionAccess connections) {
            strategy.prepare(process, connections);
        }

        @Override
        public void prepare(MappingModelCreationProcess process) {
            strategy.prepare(process);
        }

        @Override
        public void release(SessionFactoryImplementor factory, JdbcConnectionAccess connections) {
            strategy.release(factory, connections);
        }

        @Override
        public MultiTableHandlerBuildResult buildHandler(
                SqmDeleteOrUpdateStatement<?> statement,
                DomainParameterXref parameters,
                DomainQueryExecutionContext context) {
            MultiTableHandlerBuildResult built = strategy.buildHandler(statement, parameters, context);
            boolean versioned = statement instanceof SqmUpdateStatement<?> update && update.isVersioned();
            return new MultiTableHandlerBuildResult(
                    new Handler(built.multiTableHandler(), versioned), built.firstJdbcParameterBindings());
        }
    }

    private record Handler(MultiTableHandler handler, boolean versioned) implements MultiTableHandler {

        @Override
        public JdbcParameterBindings createJdbcParameterBindings(DomainQueryExecutionContext context) {
            return handler.createJdbcParameterBindings(context);
        }

        @Override
        public boolean dependsOnParameterBindings() {
            return handler.dependsOnParameterBindings();
        }

        @Override
        public boolean isCompatibleWith(JdbcParameterBindings bindings, QueryOptions options) {
            return handler.isCompatibleWith(bindings, options);
        }

        @Override
        public int execute(JdbcParameterBindings bindings, DomainQueryExecutionContext context) {
            return BulkStatement.execute(versioned, () -> handler.execute(bindings, context));
        }
    }
}
