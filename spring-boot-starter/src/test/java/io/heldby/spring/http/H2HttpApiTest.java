package io.heldby.spring.http;

import org.junit.jupiter.api.Nested;

/** What the HTTP API promises, on the H2 database that Spring Boot itself brings up where nothing at all is configured. */
class H2HttpApiTest {

    @Nested
    class Acquire extends AcquireContract {}

    @Nested
    class Heartbeat extends HeartbeatContract {}

    @Nested
    class ForgedProof extends ForgedProofContract {}

    @Nested
    class Release extends ReleaseContract {}

    @Nested
    class Break extends BreakContract {}

    @Nested
    class Looking extends LookingContract {}
}
