package dev.okayd.attach.reconcile;

/** Schedules reconciliation after a change of a fact. Idempotent. */
public interface ReconcileTrigger {

  /** Has a guest reconciled soon. */
  void reconcile(String guest);

  /**
   * Has the guests of a backend reconciled soon. The change is recorded already, so a failure only
   * delays them.
   */
  void reconcileGuestsOf(String backend);
}
