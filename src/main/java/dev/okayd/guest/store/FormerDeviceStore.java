package dev.okayd.guest.store;

import dev.okayd.guest.Guest;
import dev.okayd.guest.UnmanagedDevice;
import dev.okayd.plan.Plan;
import dev.okayd.store.json.StoredEnum;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code former_device}: unmanaged devices that are no longer in a guest's plan. A guest
 * that still runs the tree of an earlier plan has them.
 */
@ApplicationScoped
public class FormerDeviceStore {
  /** Bounds the rows of a guest that is replanned often. */
  private static final int MAX_PER_GUEST = 1000;

  private final GuestStore guests;

  public FormerDeviceStore(GuestStore guests) {
    this.guests = guests;
  }

  /** A row of the table. */
  record Former(UnmanagedDevice device, String planDigest) {}

  /**
   * Records the devices of a superseded plan. If the next plan has the same tree, only devices that
   * are missing there. If it has another tree, all devices: a later plan may deleteExcess them
   * while the guest still runs this tree.
   */
  public void superseded(Handle handle, Guest before, Plan next) {
    boolean hasOtherTree = !before.plan().digest().equals(next.digest());
    Set<UnmanagedDevice> remaining =
        UnmanagedDevice.of(before.name(), next).collect(Collectors.toSet());
    UnmanagedDevice.of(before.name(), before.plan())
        .filter(device -> hasOtherTree || !remaining.contains(device))
        .forEach(device -> put(handle, new Former(device, before.plan().digest())));
    resetBoots(handle, before.name(), next.digest());
    deleteExcess(handle, before.name());
  }

  /** Records a device. No boot is known to have started since. */
  void put(Handle handle, Former former) {
    UnmanagedDevice device = former.device();
    handle
        .createUpdate(
            """
            INSERT INTO former_device (guest, device, backend, kind, plan_digest, boots)
            VALUES (:guest, :device, :backend, :kind, :planDigest, 0)
            ON CONFLICT (guest, device, backend, plan_digest) DO UPDATE SET boots = 0
            """)
        .bind("guest", device.guest())
        .bind("device", device.device())
        .bind("backend", device.backend())
        .bind("kind", device.kind().name())
        .bind("planDigest", former.planDigest())
        .execute();
  }

  /**
   * Restarts the count of boots if the next plan has the tree of an earlier plan. A boot since then
   * may be of either plan.
   */
  private static void resetBoots(Handle handle, String guest, String planDigest) {
    handle
        .createUpdate(
            "UPDATE former_device SET boots = 0 WHERE guest = :guest AND plan_digest = :planDigest")
        .bind("guest", guest)
        .bind("planDigest", planDigest)
        .execute();
  }

  /** Deletes rows above the limit, except those of the tree that the guest runs. */
  private static void deleteExcess(Handle handle, String guest) {
    handle
        .createUpdate(
            """
            DELETE FROM former_device WHERE guest = :guest AND boots > 1
              AND plan_digest NOT IN (SELECT plan_digest FROM boot WHERE guest = :guest)
              AND (SELECT count(*) FROM former_device WHERE guest = :guest) > :most
            """)
        .bind("guest", guest)
        .bind("most", MAX_PER_GUEST)
        .execute();
  }

  /** Restarts the count of boots of a guest whose present boot is unknown. */
  void resetAllBoots(Handle handle, String guest) {
    handle
        .createUpdate("UPDATE former_device SET boots = 0 WHERE guest = :guest")
        .bind("guest", guest)
        .execute();
  }

  List<Former> all(Handle handle) {
    return handle
        .createQuery("SELECT guest, device, backend, kind, plan_digest FROM former_device")
        .map((row, context) -> former(row))
        .list();
  }

  /** A row, and the number of boots of the guest since. */
  private record Candidate(Former former, int boots) {}

  /**
   * The former devices of a backend that guests may still have: guests that have not booted since,
   * and guests whose boot uses the tree of the former plan. If the present plan has the same tree,
   * the first boot since may have started before the change of the plan and sent HELLO after it.
   */
  List<UnmanagedDevice> of(Handle handle, String backend) {
    return handle
        .createQuery(
            """
            SELECT former.guest, former.device, former.backend, former.kind, former.plan_digest,
              former.boots
            FROM former_device former
            LEFT JOIN boot ON boot.guest = former.guest
            WHERE former.backend = :backend
              AND (former.boots = 0 OR former.plan_digest = boot.plan_digest)
            ORDER BY former.guest, former.device
            """)
        .bind("backend", backend)
        .map((row, context) -> new Candidate(former(row), row.getInt("boots")))
        .stream()
        .filter(candidate -> candidate.boots() <= 1 || hasOtherTreeNow(handle, candidate.former()))
        .map(candidate -> candidate.former().device())
        .toList();
  }

  private boolean hasOtherTreeNow(Handle handle, Former former) {
    return guests
        .find(handle, former.device().guest())
        .filter(guest -> !guest.plan().digest().equals(former.planDigest()))
        .isPresent();
  }

  private static Former former(ResultSet row) throws SQLException {
    return new Former(
        new UnmanagedDevice(
            row.getString("guest"),
            row.getString("device"),
            row.getString("backend"),
            StoredEnum.read(UnmanagedDevice.Kind.class, row.getString("kind"))),
        row.getString("plan_digest"));
  }
}
