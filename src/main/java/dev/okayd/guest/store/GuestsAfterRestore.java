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
 * The part of guests in a restore. After a restore okayd does not trust the boots of the backup,
 * and ignores messages of earlier sessions: each agent must start a new session with HELLO. A guest
 * may still have the devices of its plan before the restore, so okayd keeps them.
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
    names.forEach(guest -> former.resetAllBoots(restored, guest));
    devices
        .filter(device -> names.contains(device.device().guest()))
        .filter(device -> !planned.contains(device))
        .forEach(device -> former.put(restored, device));
  }

  /** The unmanaged devices of all plans. A device of the same name in another tree is distinct. */
  private Stream<FormerDeviceStore.Former> planned(Handle handle) {
    return guests.plans(handle).stream()
        .flatMap(
            guest ->
                UnmanagedDevice.of(guest.guest(), guest.plan())
                    .map(device -> new FormerDeviceStore.Former(device, guest.plan().digest())));
  }
}
