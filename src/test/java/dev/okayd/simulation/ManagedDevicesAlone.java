package dev.okayd.simulation;

import dev.okayd.attach.reconcile.LiveDevice;
import dev.okayd.attach.reconcile.LiveDevices;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** A planted bug: only devices that okayd enabled count as live. */
record ManagedDevicesAlone(LiveDevices right) implements LiveDevices {

  @Override
  public List<LiveDevice> of(Handle handle, String backend) {
    return right.of(handle, backend).stream().filter(device -> !device.awaitsPerson()).toList();
  }

  @Override
  public int servedBy(Handle handle, String backend) {
    return right.servedBy(handle, backend);
  }
}
