package io.heldby.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the repetitions of one measurement gave, in their order, so that each has its neighbours of the same minute. */
record Samples(List<Double> values) {

    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a measurement needs at least one repetition, but there is none");
        }
    }

    static Samples of(double... values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return new Samples(list);
    }

    double median() {
        return quantile(0.5);
    }

    double min() {
        return sorted().get(0);
    }

    double max() {
        return sorted().get(values.size() - 1);
    }

    /** The smallest value that at least this part of all values does not exceed; between two for an even median. */
    double quantile(double part) {
        List<Double> sorted = sorted();
        double position = part * (sorted.size() - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted.get(below) + (sorted.get(above) - sorted.get(below)) * (position - below);
    }

    /**
     * Ratios, repetition by repetition: a machine that is slow for some seconds slows both of them down.
     *
     * @throws IllegalArgumentException when the other has another number of repetitions
     */
    Samples relativeTo(Samples base) {
        if (base.values.size() != values.size()) {
            throw new IllegalArgumentException(
                    "cannot compare %d repetitions with %d".formatted(values.size(), base.values.size()));
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / base.values.get(i));
        }
        return new Samples(ratios);
    }

    private List<Double> sorted() {
        return values.stream().sorted().toList();
    }
}
