package io.heldby.testkit;

/**
 * What every {@link io.heldby.lock.LockStore} must do. A store's test extends this class, says where the store and its
 * back door are, and adds only what is the store's own.
 *
 * <p>The store must be empty at the start of every test. Nothing in here sleeps: time is moved through the
 * {@link LockStoreBackdoor}.
 */
public abstract class LockStoreContract
        implements LockStoreOwnershipContract,
                LockStoreLossContract,
                LockStoreExpiryContract,
                LockStoreRaceContract,
                LockStoreInputContract,
                LockStoreListContract,
                LockStoreClockContract,
                LockStoreSharingContract,
                LockStoreBatchContract,
                LockStoreOnlyOnceContract,
                LockStoreSuspensionContract,
                LockStoreHandOverContract,
                LockStoreReleaseRequestContract,
                LockStoreTakeoverContract,
                LockStoreBreakContract,
                LockStoreWaiterContract,
                LockStoreExpiryTaskContract,
                LockStoreExpiryWorkerContract,
                LockStoreModelContract,
                LockStoreSavingContract {}
