package com.example.bikeshop.product;

import com.example.bikeshop.NotFoundException;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class ProductService {

    @Autowired
    private ProductRepository products;

    @Transactional(readOnly = true)
    public List<Product> findAll() {
        return products.findAllByOrderByName();
    }

    @Transactional(readOnly = true)
    public Product find(Long id) {
        return products.findById(id).orElseThrow(() -> new NotFoundException("there is no product " + id));
    }

    @Transactional
    public void save(Product product) {
        products.save(product);
    }

    @Transactional
    public void raisePrices(BigDecimal percent) {
        products.raisePrices(percent);
    }
}
