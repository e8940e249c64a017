package io.heldby.demo.underwriting;

/** Somebody who is covered, besides the holder of the policy. */
public record NamedInsured(String id, String versionId, String name) {}
