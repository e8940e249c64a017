package io.heldby.spring.security;

/**
 * A bean that says under which name a user is shown to others. It is asked at every acquire, so let it answer from
 * memory. Locks belong to the user's id: renaming somebody does not lose them their locks.
 */
@FunctionalInterface
public interface DisplayNames {

    /**
     * The name that people read.
     *
     * @param user the principal's name
     * @return 1 to 255 chars
     */
    String displayName(String user);
}
