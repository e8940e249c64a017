package io.heldby.demo.underwriting;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

@ResponseStatus(HttpStatus.NOT_FOUND)
final class NoSuchPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoSuchPolicyException(long number) {
        super("There is no policy " + number + ". Perhaps the link is an old one.");
    }
}
