package dev.okayd.readiness.drain;

import dev.okayd.attach.agent.PutBackParticipant;
import dev.okayd.attach.reconcile.LiveDevice;
import dev.okayd.attach.reconcile.LiveDevices;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The devices that a drain still waits for: all devices of the backend that may be live in any
 * guest, except those that a person has confirmed as unused (table {@code drain_confirmation}).
 */
@ApplicationScoped
public class RemainingDevices implements PutBackParticipant {
  private final LiveDevices live;

  public RemainingDevices(LiveDevices live) {
    this.live = live;
  }

  /** The remaining devices of an operation, ordered by guest and device. */
  List<LiveDevice> of(Handle handle, Operation operation) {
    List<LiveDevice> all = live.of(handle, operation.backend());
    if (all.stream().noneMatch(LiveDevice::awaitsPerson)) {
      return all;
    }
    Set<Confirmed> confirmed = confirmed(handle, operation.id());
    return all.stream()
        .filter(device -> !device.awaitsPerson() || !confirmed.contains(Confirmed.of(device)))
        .toList();
  }

  /** The number of devices of the backend. */
  int total(Handle handle, Operation operation) {
    return live.servedBy(handle, operation.backend());
  }

  /** Stores the confirmation of a person. A new boot of the guest invalidates it. */
  void confirm(Handle handle, Operation operation, LiveDevice device) {
    handle
        .createUpdate(
            """
            INSERT INTO drain_confirmation (operation, guest, device, boot_id)
            VALUES (:operation, :guest, :device, :bootId)
            ON CONFLICT (operation, guest, device) DO UPDATE SET boot_id = excluded.boot_id
            """)
        .bind("operation", operation.id())
        .bind("guest", device.guest())
        .bind("device", device.device())
        .bind("bootId", device.bootId().orElse(""))
        .execute();
  }

  /**
   * Deletes the confirmations of a guest, because they concern its state before it was put back.
   */
  @Override
  public void afterPutBack(Handle handle, String guest) {
    handle
        .createUpdate("DELETE FROM drain_confirmation WHERE guest = :guest")
        .bind("guest", guest)
        .execute();
  }

  /** Deletes all confirmations at a restore, because the boots of the guests are unknown. */
  public void deleteConfirmations(Handle handle) {
    handle.execute("DELETE FROM drain_confirmation");
  }

  private record Confirmed(String guest, String device, String bootId) {
    static Confirmed of(LiveDevice device) {
      return new Confirmed(device.guest(), device.device(), device.bootId().orElse(""));
    }
  }

  private static Set<Confirmed> confirmed(Handle handle, String operation) {
    return new HashSet<>(
        handle
            .createQuery(
                "SELECT guest, device, boot_id FROM drain_confirmation WHERE operation = :operation")
            .bind("operation", operation)
            .map(
                (row, context) ->
                    new Confirmed(row.getString(1), row.getString(2), row.getString(3)))
            .list());
  }
}
