package io.heldby.demo.tickets;

/**
 * Somebody who asks.
 *
 * @param open how many of their tickets have no answer yet
 */
public record SupportCustomer(long id, String name, long open) {}
