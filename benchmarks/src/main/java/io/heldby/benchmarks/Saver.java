package io.heldby.benchmarks;

import java.util.List;

/** One way to commit changed rows, all of them in one transaction, each only if it still has its version. */
interface Saver {

    String name();

    /** Gets ready what a request would bring, untimed. */
    Save prepare(List<Invoice> changed) throws Exception;

    /** Writes what was prepared. */
    @FunctionalInterface
    interface Save {
        /** @throws Exception when a row has another version; then nothing is written */
        void run() throws Exception;
    }
}
