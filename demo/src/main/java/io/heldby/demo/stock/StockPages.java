package io.heldby.demo.stock;

import io.heldby.demo.conflict.Editor;
import io.heldby.demo.conflict.History;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.OverwrittenNotices;
import io.heldby.demo.people.Person;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The shelves, and the form of a product. The form has the version in a hidden field, as forms have had since there are any. */
@Controller
@RequestMapping("/stock")
class StockPages {

    private static final String PRODUCT = "/{id:\\d{1,18}}";

    private final Products products;
    private final MergingSaves<Product> saves;
    private final Editor<Product> editor;
    private final History history;
    private final OverwrittenNotices notices;
    private final ProductForm form = new ProductForm();

    StockPages(Products products, MergingSaves<Product> saves, History history, OverwrittenNotices notices) {
        this.products = products;
        this.saves = saves;
        this.editor = new Editor<>(saves, "stock/product");
        this.history = history;
        this.notices = notices;
    }

    @GetMapping
    String shelves(@ModelAttribute("me") Person me, Model model) throws SQLException {
        model.addAttribute("products", products.all());
        model.addAttribute("overwritten", notices.of(me.displayName(), saves));
        return "stock/products";
    }

    @PostMapping("/another")
    String another(@ModelAttribute("me") Person me, RedirectAttributes next) throws SQLException {
        Product bolts = products.addBolts(me.displayName());
        next.addFlashAttribute("done", "Product " + bolts.id() + " is a new box of a hundred bolts.");
        return "redirect:/stock";
    }

    @GetMapping(PRODUCT)
    String edit(@PathVariable long id, @ModelAttribute("me") Person me, Model model) throws SQLException {
        Versioned<Product> loaded = products.load(id);
        model.addAttribute("overwritten", notices.of(me.displayName(), saves, String.valueOf(id)));
        return editor.open(id, loaded, model);
    }

    @PostMapping(PRODUCT)
    String save(
            @PathVariable long id,
            @RequestParam("lock_version") long version,
            @RequestParam("save_id") String saveId,
            @RequestParam Map<String, String> sent,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        return editor.save(id, version, saveId, sent, me.displayName(), model, response, next);
    }

    /** Also a deletion is of the version that somebody has seen. */
    @PostMapping(PRODUCT + "/delete")
    String delete(
            @PathVariable long id,
            @RequestParam("lock_version") long version,
            @ModelAttribute("me") Person me,
            RedirectAttributes next)
            throws SQLException {
        try {
            products.delete(id, version, me.displayName());
            next.addFlashAttribute("done", "Product " + id + " is deleted.");
        } catch (ConflictException changed) {
            next.addFlashAttribute(
                    "refused",
                    "Not deleted: somebody else was faster. Please look at product %d again before you delete it."
                            .formatted(id));
        }
        return "redirect:/stock";
    }

    @GetMapping(PRODUCT + "/history")
    String history(@PathVariable long id, Model model) throws SQLException {
        model.addAttribute("id", id);
        model.addAttribute("history", history.of(form, String.valueOf(id)));
        return "stock/history";
    }
}
