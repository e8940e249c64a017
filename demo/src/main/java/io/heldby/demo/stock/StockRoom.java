package io.heldby.demo.stock;

import io.heldby.demo.conflict.MergingSaves;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.lock.Transactions;
import java.sql.SQLException;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the stock room is made of. */
@Configuration(proxyBeanMethods = false)
class StockRoom {

    @Bean
    ProductMapper productMapper(ChangeLog log, SavedEvents events) {
        return new ProductMapper(log, events);
    }

    @Bean
    @DependsOnDatabaseInitialization // It looks at the tables.
    MergingSaves<Product> productSaves(ProductMapper products, ChangeLog log, Transactions transactions)
            throws SQLException {
        UnitsOfWork units = UnitsOfWork.on(transactions).mappers(products).build();
        return new MergingSaves<>(units, products, Long::valueOf, new ProductForm(), log, transactions);
    }
}
