/** The HTTP API. Nothing here is public: what it promises is the wire, as docs/http-api.md describes it. */
@NullMarked
package io.heldby.spring.http;

import org.jspecify.annotations.NullMarked;
