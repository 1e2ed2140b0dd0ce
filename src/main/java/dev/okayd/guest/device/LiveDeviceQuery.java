package dev.okayd.guest.device;

import org.jdbi.v3.core.Handle;

/** Who knows which devices a running guest may have. Without such a bean, no guest has any. */
public interface LiveDeviceQuery {

  /** Whether a device may be live in the present boot of a guest, as this transaction sees it. */
  boolean mayBeLive(Handle handle, String guest, String device);
}
