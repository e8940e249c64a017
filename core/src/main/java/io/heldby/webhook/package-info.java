/**
 * Webhooks: what happens to locks, sent to other programs over HTTP, signed, in order and at least once.
 *
 * <p>Start with {@link io.heldby.webhook.Webhook}, which says what is sent where.
 */
@NullMarked
package io.heldby.webhook;

import org.jspecify.annotations.NullMarked;
