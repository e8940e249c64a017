package io.heldby.demo.orders;

import io.heldby.demo.Holders;
import io.heldby.demo.people.People;
import io.heldby.demo.people.Person;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.version.ConflictException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.SQLException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The queue that hangs in the warehouse, and the page of the order that one is picking. */
@Controller
@RequestMapping("/orders")
class OrderPages {

    private final Orders orders;
    private final OrderPicking picking;
    private final IncomingOrders incoming;
    private final LockManager locks;
    private final Holders holders;
    private final People people;

    OrderPages(
            Orders orders,
            OrderPicking picking,
            IncomingOrders incoming,
            LockManager locks,
            Holders holders,
            People people) {
        this.orders = orders;
        this.picking = picking;
        this.incoming = incoming;
        this.locks = locks;
        this.holders = holders;
        this.people = people;
    }

    /** The rows alone, for {@code js/live.js}. */
    @GetMapping("/rows")
    String rows(Model model) throws SQLException {
        queue(model);
        return "orders/queue :: rows";
    }

    @GetMapping
    String queue(Model model) throws SQLException {
        model.addAttribute("orders", orders.queue());
        model.addAttribute("pickers", holders.of(OrderPicking.TYPE));
        model.addAttribute("people", people);
        return "orders/queue";
    }

    @PostMapping("/{id}/claim")
    String claim(@PathVariable long id, @ModelAttribute("me") Person me, RedirectAttributes next) throws SQLException {
        Claim claim = picking.claimForPicking(id, me);
        if (claim instanceof Claim.PickedBy faster) {
            next.addFlashAttribute("pickedBy", faster.holder());
            return "redirect:/orders";
        }
        if (claim instanceof Claim.AlreadyDone) {
            next.addFlashAttribute("refused", "Order " + id + " is done already.");
            return "redirect:/orders";
        }
        return "redirect:/orders/" + id;
    }

    /** For its picker only, after the claim and whenever they come back to it. */
    @GetMapping("/{id}")
    String order(@PathVariable long id, @ModelAttribute("me") Person me, Model model, RedirectAttributes next)
            throws SQLException {
        if (!isPicking(id, me) || !(picking.claimForPicking(id, me) instanceof Claim.Yours yours)) {
            next.addFlashAttribute("refused", "You are not picking order " + id + ". Claim it first.");
            return "redirect:/orders";
        }
        model.addAttribute("order", yours.order());
        model.addAttribute("lines", orders.lines(id));
        model.addAttribute("lease", yours.lease());
        return "orders/order";
    }

    @PostMapping("/{id}/complete")
    String complete(
            @PathVariable long id,
            @RequestParam String lockId,
            @RequestParam String token,
            @RequestParam long version,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next)
            throws SQLException {
        try {
            picking.complete(picking.handle(id, lockId, token), version, me);
        } catch (LockLostException lost) {
            model.addAttribute("loss", lost.loss());
            return notSaved(id, model, response);
        } catch (ConflictException changed) {
            model.addAttribute("conflict", changed.conflicts().get(0));
            return notSaved(id, model, response);
        }
        next.addFlashAttribute("done", "Order " + id + " is done.");
        return "redirect:/orders";
    }

    @PostMapping("/{id}/put-back")
    String putBack(
            @PathVariable long id, @RequestParam String lockId, @RequestParam String token, RedirectAttributes next) {
        picking.putBack(picking.handle(id, lockId, token));
        next.addFlashAttribute("done", "Order " + id + " is back in the queue.");
        return "redirect:/orders";
    }

    @PostMapping("/more")
    String more(RedirectAttributes next) throws SQLException {
        incoming.arrive();
        next.addFlashAttribute("done", "Six more orders have arrived.");
        return "redirect:/orders";
    }

    private boolean isPicking(long id, Person me) {
        return locks.holders(OrderPicking.key(id)).stream()
                .anyMatch(lock -> lock.owner().user().equals(me.user()));
    }

    private String notSaved(long id, Model model, HttpServletResponse response) throws SQLException {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("order", orders.load(id));
        return "orders/not-saved";
    }
}
