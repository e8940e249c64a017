package io.heldby.demo.browser;

import org.springframework.test.context.ActiveProfiles;

@ActiveProfiles("postgres")
class WorkplacesOnPostgresIT extends WorkplacesContract {}
