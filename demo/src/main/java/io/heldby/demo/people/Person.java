package io.heldby.demo.people;

/**
 * Somebody who can sign in.
 *
 * @param user what they sign in with, and the owner of their locks
 * @param displayName what others read
 * @param operator whether they may see and end everybody's locks
 */
public record Person(String user, String displayName, boolean operator) {

    public String shortName() {
        int space = displayName.indexOf(' ');
        boolean title = displayName.startsWith("Dr ");
        return space < 0 || title ? displayName : displayName.substring(0, space + 2) + ".";
    }
}
