package io.heldby.demo.underwriting;

import java.time.Instant;

/** The cover of a policy: all of it that may be read without its lock. */
public record PolicyRow(long number, String holder, long version, String modifiedBy, Instant modifiedAt) {}
