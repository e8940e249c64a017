/**
 * The HTTP API. What it promises is the wire, as docs/http-api.md describes it; public is only {@link ConflictDocuments}, for
 * applications that show a form again.
 */
@NullMarked
package io.heldby.spring.http;

import org.jspecify.annotations.NullMarked;
