package io.heldby.spring.http;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A real server, with three people signed in. */
@SpringBootTest(classes = People.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class SignedInPeople {

    static final String GUESSED_TOKEN = "AAAAAAAAAAAAAAAAAAAAAA";

    @LocalServerPort
    int port;

    @Autowired
    DataSource dataSource;

    Api leia;
    Api luke;
    Api han;
    BackDoor backDoor;
    final String id = UUID.randomUUID().toString();

    @BeforeEach
    void people() {
        leia = Api.on(port).as("leia");
        luke = Api.on(port).as("luke");
        han = Api.on(port).as("han");
        backDoor = new BackDoor(dataSource);
    }

    /** The id of a lock on this test's customer that never was. */
    String guessedLockId() {
        return LockId.random(LockKey.of("customer", id)).toString();
    }

    static Answered renew(Api who, Answered granted) {
        return who.post("/locks/" + granted.at("/lockId") + "/renew", null, "Lock-Token", granted.at("/token"));
    }
}
