package io.heldby.demo.contracts;

/** Where a customer is. It decides which tax their contracts bear. */
public record Address(String city, Country country) {

    /** Such as {@code Delft, Netherlands}. */
    public String place() {
        return city + ", " + country.label();
    }
}
