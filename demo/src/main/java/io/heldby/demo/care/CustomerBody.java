package io.heldby.demo.care;

import io.heldby.demo.conflict.FormField;
import io.heldby.jdbc.unitofwork.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A customer over HTTP. A program may send what it has read, with its changes; id, who and when are not taken from it.
 *
 * @param version that was read; a program may say it here or as {@code If-Match}
 */
record CustomerBody(
        @Nullable Long id,
        @Nullable Long version,
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable PostalAddress address,
        @Nullable String notes,
        @Nullable String modifiedBy,
        @Nullable Instant modifiedAt) {

    record PostalAddress(
            @Nullable String street,
            @Nullable String postcode,
            @Nullable String city) {}

    static CustomerBody of(Versioned<Customer> loaded) {
        Customer customer = loaded.value();
        Address at = customer.address();
        return new CustomerBody(
                customer.id(),
                loaded.version(),
                customer.name(),
                customer.email(),
                customer.phone(),
                new PostalAddress(at.street(), at.postcode(), at.city()),
                customer.notes(),
                loaded.modifiedBy(),
                loaded.modifiedAt());
    }

    /** As the form would have sent it: a program's texts are held to the same rules as a person's. */
    Map<String, String> texts() {
        PostalAddress at = address == null ? new PostalAddress(null, null, null) : address;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", FormField.typed(name));
        texts.put("email", FormField.typed(email));
        texts.put("phone", FormField.typed(phone));
        texts.put(CustomerForm.STREET, FormField.typed(at.street()));
        texts.put(CustomerForm.POSTCODE, FormField.typed(at.postcode()));
        texts.put(CustomerForm.CITY, FormField.typed(at.city()));
        texts.put(CustomerForm.NOTES, FormField.typed(notes));
        return texts;
    }
}
