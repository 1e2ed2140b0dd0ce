package dev.okayd.guest.planning;

/** Whoever has to look again when a guest has changed. */
public interface GuestChangeListener {

  /** The guest's plan or boot has changed, or the guest is gone; the change is committed. */
  void guestChanged(String guest);
}
