package io.heldby.spring;

import io.heldby.jdbc.unitofwork.OverwriteObserver;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/lostwork}: which saves have overwritten whose fields, at which screen, since the application started. */
@Endpoint(id = "lostwork")
record LostWorkEndpoint(OverwriteObserver observer) {

    @ReadOperation(produces = "text/plain;charset=UTF-8")
    String report() {
        return observer.lostWorkReport();
    }
}
