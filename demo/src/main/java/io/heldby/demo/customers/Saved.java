package io.heldby.demo.customers;

import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What follows a save: back to the list, which says so. */
final class Saved {

    private Saved() {}

    static String message(Customer customer, RedirectAttributes next) {
        next.addFlashAttribute("done", customer.name() + " is saved.");
        next.addFlashAttribute("heldbySaved", PessimisticEditor.TYPE + "/" + customer.id());
        return "redirect:" + customer.desk().path();
    }
}
