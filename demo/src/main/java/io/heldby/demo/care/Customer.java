package io.heldby.demo.care;

/** A customer as it is typed, compared and shown. Only {@link CustomerCare} knows the entity in which it is stored. */
record Customer(long id, String name, String email, String phone, Address address, String notes) {}
