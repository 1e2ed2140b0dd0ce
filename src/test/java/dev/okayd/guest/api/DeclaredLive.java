package dev.okayd.guest.api;

import dev.okayd.guest.device.LiveDeviceQuery;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Devices that are named {@code live} may be live. */
@ApplicationScoped
class DeclaredLive implements LiveDeviceQuery {
  @Override
  public boolean mayBeLive(Handle handle, String guest, String device) {
    return device.equals("live");
  }
}
