package io.heldby.demo.contracts;

/** With whom contracts are made. */
public record Customer(long id, String name, Address address) {}
