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
 * The table {@code former_device}: unmanaged devices that a guest's plan has no longer. A guest
 * that runs the tree of the plan before still has them.
 */
@ApplicationScoped
public class FormerDeviceStore {
  /** A guest that is planned again and again may not fill the disk. */
  private static final int MOST_OF_A_GUEST = 1000;

  private final GuestStore guests;

  public FormerDeviceStore(GuestStore guests) {
    this.guests = guests;
  }

  /** A row of the table. */
  record Former(UnmanagedDevice device, String planDigest) {}

  /**
   * Keeps what the present plan has and the next one does not have; of another tree also what the
   * next one has: the plan after that may not, and the guest still run this tree.
   */
  public void superseded(Handle handle, Guest before, Plan next) {
    boolean isAnotherTree = !before.plan().digest().equals(next.digest());
    Set<UnmanagedDevice> staying =
        UnmanagedDevice.of(before.name(), next).collect(Collectors.toSet());
    UnmanagedDevice.of(before.name(), before.plan())
        .filter(device -> isAnotherTree || !staying.contains(device))
        .forEach(device -> put(handle, new Former(device, before.plan().digest())));
    isPlannedAgain(handle, before.name(), next.digest());
    drop(handle, before.name());
  }

  /** Keeps one of which no boot is known to have begun since. */
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
   * The next plan has a tree that an earlier one had: boots that began before it may be of either,
   * so it is counted anew.
   */
  private static void isPlannedAgain(Handle handle, String guest, String planDigest) {
    handle
        .createUpdate(
            "UPDATE former_device SET boots = 0 WHERE guest = :guest AND plan_digest = :planDigest")
        .bind("guest", guest)
        .bind("planDigest", planDigest)
        .execute();
  }

  /** The longest superseded give way, but for those of the tree that runs. */
  private static void drop(Handle handle, String guest) {
    handle
        .createUpdate(
            """
            DELETE FROM former_device WHERE guest = :guest AND boots > 1
              AND plan_digest NOT IN (SELECT plan_digest FROM boot WHERE guest = :guest)
              AND (SELECT count(*) FROM former_device WHERE guest = :guest) > :most
            """)
        .bind("guest", guest)
        .bind("most", MOST_OF_A_GUEST)
        .execute();
  }

  /** It is not known which boot a guest is in, and when that began. */
  void bootIsUnknown(Handle handle, String guest) {
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

  /** A row, and how many boots of the guest have begun since. */
  private record Candidate(Former former, int boots) {}

  /**
   * Those of a backend that guests may have: of guests that have not booted since, and of those
   * whose boot has the tree of that plan. If the present plan has the same tree, the first boot
   * since may have begun before the plan was changed, and said HELLO after it.
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
        .filter(candidate -> candidate.boots() <= 1 || isOfAnotherTree(handle, candidate.former()))
        .map(candidate -> candidate.former().device())
        .toList();
  }

  private boolean isOfAnotherTree(Handle handle, Former former) {
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
