package io.heldby.spring.http;

/** On the H2 database that Spring Boot itself brings up where nothing at all is configured. */
class H2HttpApiTest extends HttpApiContract {}
