package io.heldby.spring;

import io.heldby.jdbc.unitofwork.ObservedOverwrite;

/**
 * A bean that hears of every save that a table lets pass whose versions are only
 * {@linkplain io.heldby.jdbc.unitofwork.VersionedTable#enforcement observed}, if the table was given the bean
 * {@link io.heldby.jdbc.unitofwork.OverwriteObserver}. Called in the thread that saves: be quick. With Micrometer, one counts
 * them as {@code heldby.observed.overwrites}.
 */
@FunctionalInterface
public interface ObservedOverwriteListener {

    void observed(ObservedOverwrite overwrite);
}
