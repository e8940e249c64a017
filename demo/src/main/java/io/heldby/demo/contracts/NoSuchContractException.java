package io.heldby.demo.contracts;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchContractException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchContractException(long number) {
        super("There is no contract " + number + ". Perhaps somebody has deleted it.");
    }
}
