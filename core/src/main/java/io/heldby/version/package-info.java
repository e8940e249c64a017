/** The Optimistic Offline Lock's vocabulary: what a conflict is and what it tells. */
@NullMarked
package io.heldby.version;

import org.jspecify.annotations.NullMarked;
