package com.example.bikeshop.product;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

public interface ProductRepository extends JpaRepository<Product, Long> {

    List<Product> findAllByOrderByName();

    @Modifying
    @Query("update Product p set p.price = p.price + p.price * :percent / 100")
    void raisePrices(@Param("percent") BigDecimal percent);
}
