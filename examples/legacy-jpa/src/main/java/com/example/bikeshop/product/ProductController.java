package com.example.bikeshop.product;

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
@RequestMapping("/products")
public class ProductController {

    @Autowired
    private ProductService products;

    @RequestMapping(method = RequestMethod.GET)
    public String list(Model model) {
        model.addAttribute("products", products.findAll());
        model.addAttribute("raise", new PriceRaise());
        return "products/list";
    }

    @RequestMapping(value = "/{id}/edit", method = RequestMethod.GET)
    public String edit(@PathVariable Long id, Model model) {
        model.addAttribute("product", products.find(id));
        return "products/edit";
    }

    @RequestMapping(value = "/{id}", method = RequestMethod.POST)
    public String save(
            @Valid @ModelAttribute("product") Product product, BindingResult result, RedirectAttributes redirect) {
        if (result.hasErrors()) {
            return "products/edit";
        }
        try {
            products.save(product);
        } catch (ObjectOptimisticLockingFailureException e) {
            result.reject("changed", "Somebody else has changed this product meanwhile. Your change was not saved.");
            return "products/edit";
        }
        redirect.addFlashAttribute("message", "Saved.");
        return "redirect:/products/" + product.getId() + "/edit";
    }

    @RequestMapping(value = "/raise", method = RequestMethod.POST)
    public String raisePrices(
            @Valid @ModelAttribute("raise") PriceRaise raise,
            BindingResult result,
            Model model,
            RedirectAttributes redirect) {
        if (result.hasErrors()) {
            model.addAttribute("products", products.findAll());
            return "products/list";
        }
        products.raisePrices(raise.getPercent());
        redirect.addFlashAttribute("message", "All prices were raised by " + raise.getPercent() + " %.");
        return "redirect:/products";
    }
}
