package com.example.bikeshop.customer;

import jakarta.validation.Valid;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/customers")
public class CustomerController {

    @Autowired
    private CustomerService customers;

    @RequestMapping(method = RequestMethod.GET)
    public String list(Model model) {
        model.addAttribute("customers", customers.findAll());
        return "customers/list";
    }

    @RequestMapping(value = "/{id}/edit", method = RequestMethod.GET)
    public String edit(@PathVariable Long id, Model model) {
        model.addAttribute("customer", customers.find(id));
        return "customers/edit";
    }

    @RequestMapping(value = "/{id}", method = RequestMethod.POST)
    public String save(
            @Valid @ModelAttribute("customer") Customer customer, BindingResult result, RedirectAttributes redirect) {
        if (result.hasErrors()) {
            return "customers/edit";
        }
        customers.save(customer);
        redirect.addFlashAttribute("message", "Saved.");
        return "redirect:/customers/" + customer.getId() + "/edit";
    }
}
