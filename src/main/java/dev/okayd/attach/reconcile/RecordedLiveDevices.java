package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Reason;
import dev.okayd.guest.Boot;
import dev.okayd.guest.UnmanagedDevice;
import dev.okayd.guest.store.GuestStore;
import dev.okayd.guest.store.UnmanagedDevices;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Live devices: those that okayd enabled, as recorded, and those that it cannot remove. */
@ApplicationScoped
public class RecordedLiveDevices implements LiveDevices {
  private final AttachmentStore attachments;
  private final UnmanagedDevices unmanaged;
  private final GuestStore guests;

  public RecordedLiveDevices(
      AttachmentStore attachments, UnmanagedDevices unmanaged, GuestStore guests) {
    this.attachments = attachments;
    this.unmanaged = unmanaged;
    this.guests = guests;
  }

  @Override
  public List<LiveDevice> of(Handle handle, String backend) {
    return Stream.concat(
            attachments.liveOf(handle, backend).stream().map(RecordedLiveDevices::enabled),
            unmanaged.of(handle, backend).stream().map(device -> unmanaged(handle, device)))
        .toList();
  }

  private static LiveDevice enabled(Attachment attachment) {
    return new LiveDevice(
        attachment.guest(),
        attachment.device(),
        Optional.of(attachment.phase()),
        attachment.reason(),
        attachment.message(),
        attachment.bootId());
  }

  private LiveDevice unmanaged(Handle handle, UnmanagedDevice device) {
    Optional<String> bootId =
        guests.find(handle, device.guest()).flatMap(guest -> guest.boot().map(Boot::bootId));
    return switch (device.kind()) {
      case BOOT_SLOT ->
          new LiveDevice(
              device.guest(),
              device.device(),
              Optional.empty(),
              Reason.BOOT_SLOT,
              "the device is in a boot slot, so the guest has it as long as it runs",
              bootId);
      case BRIDGE ->
          new LiveDevice(
              device.guest(),
              device.device(),
              Optional.empty(),
              Reason.APPLIED_BY_HAND,
              "persons apply and remove the overlay of the bridge, so okayd does not know whether it is live",
              bootId);
    };
  }

  @Override
  public int servedBy(Handle handle, String backend) {
    return attachments.countOf(handle, backend) + unmanaged.of(handle, backend).size();
  }
}
