package io.heldby.demo;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Hidden fields that no page of ours sends, such as a token that cannot be one: the sender's mistake, not an error here. */
@ControllerAdvice("io.heldby.demo")
class ForeignForms {

    private static final System.Logger LOG = System.getLogger(ForeignForms.class.getName());

    @ExceptionHandler(IllegalArgumentException.class)
    void refuse(IllegalArgumentException foreign, HttpServletResponse response) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "refused a form", foreign);
        response.sendError(HttpStatus.BAD_REQUEST.value());
    }
}
