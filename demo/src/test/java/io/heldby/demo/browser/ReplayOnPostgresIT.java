package io.heldby.demo.browser;

import org.springframework.test.context.ActiveProfiles;

/** The same replays, on the server that the profile starts. */
@ActiveProfiles("postgres")
class ReplayOnPostgresIT extends ReplayIT {}
