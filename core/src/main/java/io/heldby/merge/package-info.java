/** Three-way merge of fields: what two people made of one record, put together. Pure functions on values. */
@NullMarked
package io.heldby.merge;

import org.jspecify.annotations.NullMarked;
