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
 * What a drain still waits for: all devices of the backend that may be live in any guest, but for
 * those of which a person has confirmed that their guest uses them no more (the table {@code
 * drain_confirmation}).
 */
@ApplicationScoped
public class RemainingDevices implements PutBackParticipant {
  private final LiveDevices live;

  public RemainingDevices(LiveDevices live) {
    this.live = live;
  }

  /** Those of an operation, by guest and device. */
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

  /** Of how many devices the backend has. */
  int outOf(Handle handle, Operation operation) {
    return live.servedBy(handle, operation.backend());
  }

  /** Keeps the word of a person. It is over when the guest boots again. */
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

  /** A person has seen the guest as it was before that. */
  @Override
  public void afterPutBack(Handle handle, String guest) {
    handle
        .createUpdate("DELETE FROM drain_confirmation WHERE guest = :guest")
        .bind("guest", guest)
        .execute();
  }

  /**
   * Forgets what people have confirmed before a restore: nobody knows which boots guests are in.
   */
  public void forgetConfirmations(Handle handle) {
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
