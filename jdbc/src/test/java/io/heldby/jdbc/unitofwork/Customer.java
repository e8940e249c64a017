package io.heldby.jdbc.unitofwork;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the tests keep. */
record Customer(long id, String name, String city, @Nullable Instant since) {

    Customer(long id, String name, String city) {
        this(id, name, city, null);
    }
}
