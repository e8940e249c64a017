package com.example.bikeshop.customer;

import com.example.bikeshop.NotFoundException;
import java.util.List;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
public class CustomerService {

    @Autowired
    private CustomerRepository customers;

    @Transactional(readOnly = true)
    public List<Customer> findAll() {
        return customers.findAllByOrderByName();
    }

    @Transactional(readOnly = true)
    public Customer find(Long id) {
        return customers.findById(id).orElseThrow(() -> new NotFoundException("there is no customer " + id));
    }

    @Transactional
    public void save(Customer form) {
        Customer customer = find(form.getId());
        BeanUtils.copyProperties(form, customer);
        customers.save(customer);
    }
}
