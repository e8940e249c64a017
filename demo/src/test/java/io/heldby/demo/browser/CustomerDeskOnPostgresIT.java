package io.heldby.demo.browser;

import org.springframework.test.context.ActiveProfiles;

/** The same story, on the server that the profile starts. */
@ActiveProfiles("postgres")
class CustomerDeskOnPostgresIT extends CustomerDeskIT {}
