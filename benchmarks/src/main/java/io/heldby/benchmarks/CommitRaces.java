package io.heldby.benchmarks;

import java.util.List;

/** Changed rows that are committed, each only if it still has the version that it was loaded with. */
final class CommitRaces {

    static final List<Integer> ROWS = List.of(1, 100, 1000);

    private CommitRaces() {}

    static Race of(int rows, Invoices invoices, List<Saver> savers) {
        return new Race(
                "Commit of %,d changed %s, version checked".formatted(rows, rows == 1 ? "row" : "rows"),
                savers.stream()
                        .map(saver -> new Contestant(saver.name(), thread -> new CommitStep(rows, invoices, saver)))
                        .toList());
    }

    /**
     * Saves three rows, of which somebody has changed one meanwhile.
     *
     * @throws IllegalStateException when the saver does not notice, or writes the others all the same
     */
    static void requireNoticed(Invoices invoices, Saver saver) throws Exception {
        List<Invoice> loaded = invoices.load(3);
        Saver.Save save = saver.prepare(loaded.stream().map(Invoice::edited).toList());
        invoices.raiseVersion(loaded.get(1).id());
        List<Invoice> before = invoices.load(3);
        boolean noticed = false;
        try {
            save.run();
        } catch (Exception refused) {
            noticed = true;
        }
        if (!noticed || !invoices.load(3).equals(before)) {
            throw new IllegalStateException(
                    "%s does not refuse all three rows when one of them is stale".formatted(saver.name()));
        }
    }

    private static final class CommitStep implements Step {

        private final int rows;
        private final Invoices invoices;
        private final Saver saver;
        private Saver.Save save = () -> {};

        CommitStep(int rows, Invoices invoices, Saver saver) {
            this.rows = rows;
            this.invoices = invoices;
            this.saver = saver;
        }

        @Override
        public void prepare() throws Exception {
            save = saver.prepare(
                    invoices.load(rows).stream().map(Invoice::edited).toList());
        }

        @Override
        public void run() throws Exception {
            save.run();
        }
    }
}
