/**
 * What people see when somebody else saved first: the page on which they decide, field by field; who overwrote whom; and what
 * was changed when. Any workplace can use it: {@link io.heldby.demo.conflict.RecordForm} is all that one has to say.
 */
@NullMarked
package io.heldby.demo.conflict;

import org.jspecify.annotations.NullMarked;
