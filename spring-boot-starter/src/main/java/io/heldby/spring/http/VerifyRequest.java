package io.heldby.spring.http;

import org.jspecify.annotations.Nullable;

/** The body of {@code POST /locks/verify}: a record, and what somebody says they hold of it. */
record VerifyRequest(
        @Nullable String type,
        @Nullable String id,
        @Nullable String token,
        @Nullable Long fence) {}
