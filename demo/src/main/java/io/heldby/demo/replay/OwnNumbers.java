package io.heldby.demo.replay;

import java.security.SecureRandom;

/**
 * Records of a performance have numbers below zero. No list of a workplace shows those and no address leads to them, so
 * visitors do not disturb each other.
 */
public final class OwnNumbers {

    private static final SecureRandom RANDOM = new SecureRandom();

    private OwnNumbers() {}

    public static long next() {
        return -RANDOM.nextLong(100_000_000, 1_000_000_000);
    }
}
