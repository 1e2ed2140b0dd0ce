package dev.okayd.attach.reconcile;

/**
 * What is called when a fact has changed, so that somebody looks. Being called twice is no harm.
 */
public interface ReconcileTrigger {

  /** Has a guest looked at soon; many wakings before that are one. */
  void look(String guest);

  /**
   * Has the guests of a backend looked at soon. What made it necessary is recorded, so a failure
   * only makes it later.
   */
  void lookServedBy(String backend);
}
