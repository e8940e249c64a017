package io.heldby.spring;

import io.heldby.lock.EventFeed;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Has this node look for events when the transaction under way is committed; without one, it looks by itself soon enough. */
record WakeAfterCommit(ObjectProvider<EventFeed> feeds) implements Runnable {

    @Override
    public void run() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    feeds.ifAvailable(EventFeed::wake);
                }
            });
        }
    }
}
