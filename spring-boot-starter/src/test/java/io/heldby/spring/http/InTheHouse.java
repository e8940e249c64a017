package io.heldby.spring.http;

import org.springframework.boot.test.context.SpringBootTest;

/** {@link SignedInPeople} in an application with rules. */
@SpringBootTest(
        classes = {People.class, House.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "heldby.http.streams=8")
abstract class InTheHouse extends SignedInPeople {

    /** Of {@code POST /locks}, with more fields behind the usual ones. */
    String wish(String type, String session, String more) {
        return "{\"type\":\"%s\",\"id\":\"%s\",\"session\":\"%s\"%s}".formatted(type, id, session, more);
    }
}
