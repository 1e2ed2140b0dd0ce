package dev.okayd.guest.store;

import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The tables {@code boot} and {@code boot_over}. */
@ApplicationScoped
public class BootStore {
  /** The columns of boots in a query of guests. */
  static final String COLUMNS =
      "boot.boot_id, boot.plan_digest, boot.kernel, boot.overlay_interface, boot.capabilities,"
          + " boot.session, boot.channel,"
          + " boot.hello_at, boot.heard_at, boot.uptime_millis";

  /** Bounds the rows of a guest that reboots often. */
  private static final int MAX_ENDED = 100;

  private final StoredJson json;

  public BootStore(StoredJson json) {
    this.json = json;
  }

  /** Records the boot in which an agent sends HELLO. */
  public void put(Handle handle, String guest, Boot boot) {
    handle
        .createUpdate(
            """
            INSERT INTO boot (guest, boot_id, plan_digest, kernel, overlay_interface, capabilities,
              session, channel, hello_at, heard_at, uptime_millis)
            VALUES (:guest, :bootId, :planDigest, :kernel, :overlayInterface, :capabilities,
              :session, :channel, :helloAt, :heardAt, :uptime)
            ON CONFLICT (guest) DO UPDATE SET
              boot_id = excluded.boot_id, plan_digest = excluded.plan_digest,
              kernel = excluded.kernel, overlay_interface = excluded.overlay_interface,
              capabilities = excluded.capabilities, session = excluded.session,
              channel = excluded.channel,
              hello_at = excluded.hello_at,
              heard_at = excluded.heard_at, uptime_millis = excluded.uptime_millis
            """)
        .bind("guest", guest)
        .bind("bootId", boot.bootId())
        .bind("planDigest", boot.planDigest())
        .bind("kernel", boot.kernel())
        .bind("overlayInterface", boot.overlayInterface())
        .bind("capabilities", json.write(boot.capabilities()))
        .bind("session", boot.session())
        .bind("channel", boot.channel().name())
        .bind("helloAt", EpochMicros.micros(boot.helloAt()))
        .bind("heardAt", EpochMicros.micros(boot.lastSeenAt()))
        .bind("uptime", boot.uptimeMillis())
        .execute();
  }

  /** Starts a session of a guest's agent; empty if there is no such guest. */
  public Optional<Long> beginSession(Handle handle, String guest) {
    return handle
        .createQuery(
            "UPDATE guest SET sessions = sessions + 1 WHERE name = :guest RETURNING sessions")
        .bind("guest", guest)
        .mapTo(Long.class)
        .findOne();
  }

  /** The first session whose HELLO counts: of the present boot, and after the last restore. */
  public long oldestSession(Handle handle, String guest) {
    return handle
        .createQuery(
            """
            SELECT guest.void_sessions, boot.session FROM guest
            LEFT JOIN boot ON boot.guest = guest.name WHERE guest.name = :guest
            """)
        .bind("guest", guest)
        .map((row, context) -> Math.max(row.getLong(1) + 1, row.getLong(2)))
        .one();
  }

  /**
   * Records the start of a boot. A boot that has ended starts again if the guest is restored from a
   * snapshot. okayd then does not know which devices of earlier plans the guest has.
   */
  public void begin(Handle handle, String guest, String bootId) {
    int over =
        handle
            .createUpdate("DELETE FROM boot_over WHERE guest = :guest AND boot_id = :bootId")
            .bind("guest", guest)
            .bind("bootId", bootId)
            .execute();
    handle
        .createUpdate(
            "UPDATE former_device SET boots = %s WHERE guest = :guest"
                .formatted(over > 0 ? "0" : "boots + 1"))
        .bind("guest", guest)
        .execute();
  }

  /** Records a sign of life in a boot. Does nothing if the guest is in another boot. */
  public void updateLastSeen(
      Handle handle,
      String guest,
      String bootId,
      GuestChannel channel,
      Optional<Long> uptimeMillis,
      Instant at) {
    handle
        .createUpdate(
            """
            UPDATE boot SET heard_at = :at, channel = :channel,
              uptime_millis = COALESCE(:uptime, uptime_millis)
            WHERE guest = :guest AND boot_id = :bootId
            """)
        .bind("at", EpochMicros.micros(at))
        .bind("uptime", uptimeMillis.orElse(null))
        .bind("channel", channel.name())
        .bind("guest", guest)
        .bind("bootId", bootId)
        .execute();
  }

  /** Records the uptime in an accepted message, and when okayd accepted it. */
  public void recordUptime(Handle handle, String guest, long uptimeMillis, Instant at) {
    handle
        .createUpdate(
            "UPDATE boot SET uptime_millis = :uptime, heard_at = :at WHERE guest = :guest")
        .bind("uptime", uptimeMillis)
        .bind("at", EpochMicros.micros(at))
        .bind("guest", guest)
        .execute();
  }

  /**
   * Records that a boot has ended because another boot followed. okayd keeps only the latest ended
   * boots, because no message is late by more boots than that.
   */
  public void end(Handle handle, String guest, String bootId, Instant at) {
    handle
        .createUpdate(
            "INSERT INTO boot_over (guest, boot_id, ended_at) VALUES (:guest, :bootId, :at)"
                + " ON CONFLICT (guest, boot_id) DO NOTHING")
        .bind("guest", guest)
        .bind("bootId", bootId)
        .bind("at", EpochMicros.micros(at))
        .execute();
    handle
        .createUpdate(
            """
            DELETE FROM boot_over WHERE guest = :guest AND boot_id NOT IN (
              SELECT boot_id FROM boot_over WHERE guest = :guest
              ORDER BY ended_at DESC, boot_id LIMIT :most)
            """)
        .bind("guest", guest)
        .bind("most", MAX_ENDED)
        .execute();
  }

  /** Whether a boot has ended because another boot followed. */
  public boolean isOver(Handle handle, String guest, String bootId) {
    return handle
        .createQuery("SELECT 1 FROM boot_over WHERE guest = :guest AND boot_id = :bootId")
        .bind("guest", guest)
        .bind("bootId", bootId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  Optional<Boot> boot(ResultSet row) throws SQLException {
    String bootId = row.getString("boot_id");
    return bootId == null
        ? Optional.empty()
        : Optional.of(
            new Boot(
                bootId,
                row.getString("plan_digest"),
                row.getString("kernel"),
                row.getString("overlay_interface"),
                List.of(json.read(row.getString("capabilities"), String[].class)),
                row.getLong("session"),
                StoredEnum.read(GuestChannel.class, row.getString("channel")),
                EpochMicros.instant(row.getLong("hello_at")),
                EpochMicros.instant(row.getLong("heard_at")),
                row.getLong("uptime_millis")));
  }
}
