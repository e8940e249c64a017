package io.heldby.demo.clinic;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchPatientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchPatientException(long id) {
        super("There is no patient " + id + ". Perhaps the link is an old one.");
    }
}
