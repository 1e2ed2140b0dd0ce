package dev.okayd.guest;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Handle;

/** Devices that are named {@code live} may be live. */
@ApplicationScoped
class DeclaredLive implements DeviceUse {
  @Override
  public boolean mayBeLive(Handle handle, String guest, String device) {
    return device.equals("live");
  }
}
