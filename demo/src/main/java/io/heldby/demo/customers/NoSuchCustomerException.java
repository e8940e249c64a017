package io.heldby.demo.customers;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchCustomerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchCustomerException(long id) {
        super("There is no customer " + id + " at this desk. Perhaps the link is an old one.");
    }
}
