package dev.okayd.guest.device;

import org.jdbi.v3.core.Handle;

/** Tells which devices may be live in a running guest. Without such a bean, no device is live. */
public interface LiveDeviceQuery {

  /** Whether a device may be live in the present boot of a guest, as the transaction sees it. */
  boolean mayBeLive(Handle handle, String guest, String device);
}
