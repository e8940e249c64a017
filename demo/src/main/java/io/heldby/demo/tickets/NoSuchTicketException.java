package io.heldby.demo.tickets;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchTicketException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchTicketException(String what) {
        super("There is no " + what + ". Perhaps the link is an old one.");
    }
}
