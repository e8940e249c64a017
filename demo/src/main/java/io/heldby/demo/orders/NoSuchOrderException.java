package io.heldby.demo.orders;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchOrderException(long id) {
        super("There is no order " + id + ". Perhaps the link is an old one.");
    }
}
