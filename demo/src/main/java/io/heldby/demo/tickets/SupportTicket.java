package io.heldby.demo.tickets;

import org.jspecify.annotations.Nullable;

/**
 * A question of a customer.
 *
 * @param answer null while nobody has answered
 */
public record SupportTicket(
        long id,
        long customerId,
        String subject,
        String question,
        @Nullable String answer,
        @Nullable String answeredBy) {}
