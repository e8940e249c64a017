package com.example.bikeshop.order;

import jakarta.validation.Valid;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
@RequestMapping("/orders")
public class OrderController {

    @Autowired
    private OrderService orders;

    @RequestMapping(method = RequestMethod.GET)
    public String list(Model model) {
        model.addAttribute("orders", orders.findAll());
        return "orders/list";
    }

    @RequestMapping(value = "/{id}/edit", method = RequestMethod.GET)
    public String edit(@PathVariable Long id, Model model) {
        model.addAttribute("order", orders.find(id));
        return "orders/edit";
    }

    @RequestMapping(value = "/{id}", method = RequestMethod.POST)
    public String save(@Valid @ModelAttribute("order") Order order, BindingResult result, RedirectAttributes redirect) {
        if (result.hasErrors()) {
            return "orders/edit";
        }
        try {
            orders.save(order);
        } catch (ObjectOptimisticLockingFailureException e) {
            return "orders/changed";
        }
        redirect.addFlashAttribute("message", "Saved.");
        return "redirect:/orders/" + order.getId() + "/edit";
    }

    @ModelAttribute("statuses")
    public OrderStatus[] statuses() {
        return OrderStatus.values();
    }
}
