/** Versions and locks for JPA entities of Hibernate, checked where they are written. Needs no Spring. */
@NullMarked
package io.heldby.hibernate;

import org.jspecify.annotations.NullMarked;
