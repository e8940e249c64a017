/** Heldby in a Spring Boot application: with one DataSource there is nothing to configure. */
@NullMarked
package io.heldby.spring;

import org.jspecify.annotations.NullMarked;
