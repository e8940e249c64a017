package io.heldby.demo.conflict;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Nothing of that kind has that id; perhaps any more. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NoSuchRecordException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NoSuchRecordException(String noun, String id) {
        super("There is no %s %s. Perhaps the link is an old one.".formatted(noun, id));
    }
}
