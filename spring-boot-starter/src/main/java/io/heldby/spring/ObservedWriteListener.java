package io.heldby.spring;

import io.heldby.jdbc.lock.ObservedWrite;

/**
 * A bean that hears of every write that {@link io.heldby.lock.Enforcement#OBSERVE} lets pass. Called in the thread and
 * transaction that writes: be quick, and do not throw. With Micrometer, one counts them as {@code heldby.observed.writes}.
 */
@FunctionalInterface
public interface ObservedWriteListener {

    void observed(ObservedWrite write);
}
