package dev.okayd.guest.store;

import dev.okayd.guest.UnmanagedDevice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** All unmanaged devices that guests may have, according to the plans that they may run. */
@ApplicationScoped
public class UnmanagedDevices {
  private final GuestStore guests;
  private final FormerDeviceStore former;

  public UnmanagedDevices(GuestStore guests, FormerDeviceStore former) {
    this.guests = guests;
    this.former = former;
  }

  /** The unmanaged devices of a backend, without duplicates. */
  public List<UnmanagedDevice> of(Handle handle, String backend) {
    return Stream.concat(
            guests.plansNaming(handle, backend).stream()
                .flatMap(guest -> UnmanagedDevice.of(guest.guest(), guest.plan()))
                .filter(device -> device.backend().equals(backend)),
            former.of(handle, backend).stream())
        .distinct()
        .toList();
  }
}
