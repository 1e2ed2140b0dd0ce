package dev.okayd.guest.planning;

/** Is notified after a change of a guest. */
public interface GuestChangeListener {

  /** The guest's plan or boot has changed, or the guest was deleted. Called after the commit. */
  void guestChanged(String guest);
}
