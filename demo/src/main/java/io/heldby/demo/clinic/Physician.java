package io.heldby.demo.clinic;

/** Somebody who may prescribe. */
public record Physician(String userName, String name) {}
