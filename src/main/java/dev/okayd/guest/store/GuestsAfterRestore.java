package dev.okayd.guest.store;

import dev.okayd.guest.UnmanagedDevice;
import dev.okayd.store.RestoreParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * After a restore no guest is believed to be in the boot of the backup, and nothing that its agent
 * said in an earlier session counts: it begins another one and says HELLO anew. The devices that a
 * guest had by the plan before the restore it may have still.
 */
@ApplicationScoped
public class GuestsAfterRestore implements RestoreParticipant {
  private final GuestStore guests;
  private final FormerDeviceStore former;

  public GuestsAfterRestore(GuestStore guests, FormerDeviceStore former) {
    this.guests = guests;
    this.former = former;
  }

  @Override
  public Afterwards beforeRestore(Handle handle) {
    List<FormerDeviceStore.Former> present = planned(handle).toList();
    List<FormerDeviceStore.Former> earlier = former.all(handle);
    return (restored, number) -> {
      restored.execute("DELETE FROM boot");
      restored
          .createUpdate("UPDATE guest SET sessions = :number, void_sessions = :number")
          .bind("number", number)
          .execute();
      keep(restored, Stream.concat(earlier.stream(), present.stream()));
    };
  }

  private void keep(Handle restored, Stream<FormerDeviceStore.Former> devices) {
    List<String> names = guests.names(restored);
    Set<FormerDeviceStore.Former> planned = planned(restored).collect(Collectors.toSet());
    names.forEach(guest -> former.bootIsUnknown(restored, guest));
    devices
        .filter(device -> names.contains(device.device().guest()))
        .filter(device -> !planned.contains(device))
        .forEach(device -> former.put(restored, device));
  }

  /** What the plans have; in another tree, a device of the same name is another one. */
  private Stream<FormerDeviceStore.Former> planned(Handle handle) {
    return guests.plans(handle).stream()
        .flatMap(
            guest ->
                UnmanagedDevice.of(guest.guest(), guest.plan())
                    .map(device -> new FormerDeviceStore.Former(device, guest.plan().digest())));
  }
}
