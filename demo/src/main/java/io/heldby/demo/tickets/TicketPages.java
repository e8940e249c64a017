package io.heldby.demo.tickets;

import io.heldby.demo.PageLock;
import io.heldby.demo.people.Person;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.Lease;
import io.heldby.lock.LockLostException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
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

/** Which customers wait for an answer, and the desk of one of them. */
@Controller
@RequestMapping("/tickets")
class TicketPages {

    private static final String DESK = "/customers/{customer:\\d{1,9}}";

    private final Tickets tickets;
    private final TicketDesk desk;
    private final Edits edits;

    TicketPages(Tickets tickets, TicketDesk desk, Edits edits) {
        this.tickets = tickets;
        this.desk = desk;
        this.edits = edits;
    }

    @GetMapping
    String customers(Model model) {
        model.addAttribute("customers", tickets.customers());
        return "tickets/customers";
    }

    @GetMapping(DESK)
    String open(@PathVariable long customer, Model model, HttpServletResponse response) {
        model.addAttribute("name", tickets.nameOf(customer));
        Acquisition answer = desk.open(customer);
        if (answer instanceof Denied denied) {
            response.setStatus(HttpStatus.LOCKED.value());
            model.addAttribute("customer", customer);
            model.addAttribute("holder", denied.holders().stream().findFirst().orElse(null));
            // Under this name the reader asks, waits and goes on; with the lock, the page loads again.
            model.addAttribute(
                    "editingSession", edits.ownerFor(TicketDesk.key(customer)).session());
            return "tickets/in-use";
        }
        Lease lease = ((Acquisition.Granted) answer).lease();
        model.addAttribute("pageLock", PageLock.of(lease));
        model.addAttribute("lease", lease);
        model.addAttribute("customer", customer);
        model.addAttribute("tickets", tickets.of(customer));
        return "tickets/desk";
    }

    @PostMapping(DESK + "/tickets/{ticket:\\d{1,9}}")
    String answer(
            @PathVariable long customer,
            @PathVariable long ticket,
            @RequestParam Map<String, String> form,
            @ModelAttribute PageLock pageLock,
            @ModelAttribute("me") Person me,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        String text = form.getOrDefault("answer." + ticket, "")
                .replace("\r\n", "\n")
                .replace("\0", "")
                .strip();
        if (text.isEmpty() || text.length() > 1_000) {
            next.addFlashAttribute("refused", "Please write an answer of 1 to 1,000 characters.");
            next.addFlashAttribute("typed", Map.of(ticket, text));
            return "redirect:/tickets/customers/" + customer;
        }
        try {
            desk.answer(handle(customer, pageLock), customer, ticket, text, me);
        } catch (LockLostException lost) {
            model.addAttribute("loss", lost.loss());
            return notSaved(customer, text, model, response);
        } catch (AlreadyAnsweredException late) {
            return notSaved(customer, text, model, response);
        }
        next.addFlashAttribute("done", "Ticket " + ticket + " is answered.");
        next.addFlashAttribute("heldbySaved", TicketDesk.TYPE + "/" + customer);
        return "redirect:/tickets/customers/" + customer;
    }

    private String notSaved(long customer, String text, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.CONFLICT.value());
        model.addAttribute("customer", customer);
        model.addAttribute("name", tickets.nameOf(customer));
        model.addAttribute("text", text);
        return "tickets/not-saved";
    }

    @PostMapping(DESK + "/close")
    String close(@PathVariable long customer, @ModelAttribute PageLock pageLock, RedirectAttributes next) {
        desk.close(handle(customer, pageLock));
        next.addFlashAttribute("done", tickets.nameOf(customer) + " is free for the next.");
        return "redirect:/tickets";
    }

    /** Another question arrives, so that there is always something to answer. Asking needs no lock; answering does. */
    @PostMapping("/more")
    String more(RedirectAttributes next) {
        for (SupportCustomer customer : tickets.customers()) {
            tickets.open(customer.id(), "Where is my parcel?", "It should have been here yesterday.");
        }
        next.addFlashAttribute("done", "Every customer has asked something.");
        return "redirect:/tickets";
    }

    private EditHandle handle(long customer, PageLock pageLock) {
        return pageLock.handle(edits, TicketDesk.TYPE, String.valueOf(customer));
    }
}
