/** Who asks and what they may, with Spring Security. */
@NullMarked
package io.heldby.spring.security;

import org.jspecify.annotations.NullMarked;
