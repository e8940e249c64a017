package io.heldby.benchmarks;

/**
 * What was to be reached.
 *
 * @param id names it in the notes on what was tried
 * @param measured the deciding figure
 */
record Bar(String id, String what, String wanted, String measured, boolean met) {

    static Bar atLeast(String id, String what, double wanted, double measured) {
        return new Bar(id, what, "≥ %.2f".formatted(wanted), "%.2f".formatted(measured), measured >= wanted);
    }

    static Bar atMost(String id, String what, double wanted, double measured, String unit) {
        return new Bar(
                id,
                what,
                "≤ %s%s".formatted(plain(wanted), unit),
                "%s%s".formatted(plain(measured), unit),
                measured <= wanted);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? "%.0f".formatted(value) : "%.2f".formatted(value);
    }
}
