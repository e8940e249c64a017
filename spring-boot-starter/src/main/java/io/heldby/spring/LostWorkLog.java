package io.heldby.spring;

import io.heldby.jdbc.unitofwork.OverwriteObserver;
import org.springframework.beans.factory.DisposableBean;

/** Writes to the log, when the application stops, what the observer has seen while it ran. */
record LostWorkLog(OverwriteObserver observer) implements DisposableBean {

    private static final System.Logger LOG = System.getLogger(LostWorkLog.class.getName());

    @Override
    public void destroy() {
        LOG.log(System.Logger.Level.INFO, observer.lostWorkReport());
    }
}
