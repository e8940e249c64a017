package com.example.bikeshop.order;

import com.example.bikeshop.NotFoundException;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class OrderService {

    @Autowired
    private OrderRepository orders;

    @Transactional(readOnly = true)
    public List<Order> findAll() {
        return orders.findAllByOrderById();
    }

    @Transactional(readOnly = true)
    public Order find(Long id) {
        return orders.findById(id).orElseThrow(() -> new NotFoundException("there is no order " + id));
    }

    @Transactional
    public void save(Order form) {
        Order order = find(form.getId());
        if (form.getVersion() != order.getVersion()) {
            throw new ObjectOptimisticLockingFailureException(Order.class, order.getId());
        }
        order.setCustomerName(form.getCustomerName());
        order.setRemark(form.getRemark());
        order.setStatus(form.getStatus());
        for (OrderLine formLine : form.getLines()) {
            OrderLine line = order.getLine(formLine.getId());
            line.setQuantity(formLine.getQuantity());
            line.setPrice(formLine.getPrice());
        }
        orders.save(order);
    }
}
