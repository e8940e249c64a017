package io.heldby.demo.care;

import jakarta.persistence.Embeddable;

/** Where a customer gets post. Half of one address and half of another is no address, so it is decided as a whole. */
@Embeddable
record Address(String street, String postcode, String city) {}
