package io.heldby.benchmarks;

import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** A repository of Spring Data JDBC. */
final class SpringDataSaver implements Saver, AutoCloseable {

    static final String NAME = "Spring Data JDBC saveAll()";

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final Repository repository;

    SpringDataSaver(DataSource dataSource) {
        context.getBeanFactory().registerSingleton("dataSource", dataSource);
        context.register(Settings.class);
        context.refresh();
        repository = context.getBean(Repository.class);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Save prepare(List<Invoice> changed) {
        List<InvoiceRow> rows = changed.stream().map(InvoiceRow::of).toList();
        return () -> JdbcSaver.requireAll(((List<InvoiceRow>) repository.saveAll(rows)).size(), changed.size());
    }

    @Override
    public void close() {
        context.close();
    }

    interface Repository extends CrudRepository<InvoiceRow, Long> {}

    @Configuration(proxyBeanMethods = false)
    @EnableJdbcRepositories(considerNestedRepositories = true)
    static class Settings extends AbstractJdbcConfiguration {

        @Bean
        NamedParameterJdbcOperations operations(DataSource dataSource) {
            return new NamedParameterJdbcTemplate(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}
