package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Phase;
import dev.okayd.channel.Command;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table {@code attachment}. A device without a row has not left its first phase. */
@ApplicationScoped
public class AttachmentStore {
  /** A phase or a command that this version does not know may be that of a live device. */
  private static final String AND_MAY_BE_LIVE =
      """
       AND (may_be_live <> 0 OR phase NOT IN (<phases>) OR command NOT IN (<commands>))
      ORDER BY guest, device
      """;

  private final AttachmentRow rows;
  private final EventLog log;

  public AttachmentStore(StoredJson json, EventLog log) {
    this.rows = new AttachmentRow(json);
    this.log = log;
  }

  public List<Attachment> ofGuest(Handle handle, String guest) {
    return handle
        .createQuery(AttachmentRow.SELECT + "WHERE guest = :guest ORDER BY device")
        .bind("guest", guest)
        .map((row, context) -> rows.read(row))
        .list();
  }

  Optional<Attachment> find(Handle handle, String guest, String device) {
    return handle
        .createQuery(AttachmentRow.SELECT + "WHERE guest = :guest AND device = :device")
        .bind("guest", guest)
        .bind("device", device)
        .map((row, context) -> rows.read(row))
        .findOne();
  }

  /**
   * The guests that have a device of one of these backends, by the present plan or live from an
   * earlier one.
   *
   * @param backends one or more
   */
  public List<String> guestsOf(Handle handle, List<String> backends) {
    return handle
        .createQuery("SELECT DISTINCT guest FROM attachment WHERE backend IN (<backends>)")
        .bindList("backends", backends)
        .mapTo(String.class)
        .list();
  }

  /** A page of them, by guest and device, after one. */
  public List<Attachment> page(Handle handle, String afterGuest, String afterDevice, int limit) {
    return handle
        .createQuery(
            AttachmentRow.SELECT
                + """
            WHERE guest > :guest OR (guest = :guest AND device > :device)
            ORDER BY guest, device LIMIT :limit
            """)
        .bind("guest", afterGuest)
        .bind("device", afterDevice)
        .bind("limit", limit)
        .map((row, context) -> rows.read(row))
        .list();
  }

  /** The attachments of a backend's devices that may be live. */
  List<Attachment> liveOf(Handle handle, String backend) {
    return live(handle.createQuery(
            AttachmentRow.SELECT + "WHERE backend = :backend" + AND_MAY_BE_LIVE))
        .bind("backend", backend)
        .map((row, context) -> rows.read(row))
        .list();
  }

  /** All attachments of devices that may be live. */
  List<Attachment> live(Handle handle) {
    return live(handle.createQuery(AttachmentRow.SELECT + "WHERE true" + AND_MAY_BE_LIVE))
        .map((row, context) -> rows.read(row))
        .list();
  }

  private static Query live(Query query) {
    return query
        .bindList("phases", names(Phase.values()))
        .bindList("commands", names(Command.Type.values()));
  }

  /** All attachments. */
  List<Attachment> all(Handle handle) {
    return handle.createQuery(AttachmentRow.SELECT).map((row, context) -> rows.read(row)).list();
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  /** How many devices a backend has, live or not. */
  int countOf(Handle handle, String backend) {
    return handle
        .createQuery("SELECT count(*) FROM attachment WHERE backend = :backend")
        .bind("backend", backend)
        .mapTo(Integer.class)
        .one();
  }

  /** Adds an initial attachment. */
  void add(Handle handle, Attachment attachment) {
    rows.write(handle, attachment);
  }

  /** Replaces an attachment after a restore, without an entry in the log. */
  void replace(Handle handle, Attachment attachment) {
    rows.write(handle, attachment);
  }

  /** What changes an attachment. */
  public enum Cause {
    /** A decision of the reconciler. */
    DECISION,
    /** A message of the guest. */
    GUEST,
    /** A request over the API. */
    REQUEST
  }

  /**
   * Writes an attachment. It logs the transition if the phase or the reason changed, if a command
   * was sent, or if a message of the guest changed the time at which it is due, which the replica
   * that acts for the guest has to learn.
   */
  public void put(Handle handle, Attachment before, Attachment after, Cause cause) {
    if (after.equals(before)) {
      return;
    }
    rows.write(handle, after);
    boolean sent =
        after.attempts() > before.attempts() || after.generation() != before.generation();
    boolean dueAnew = cause == Cause.GUEST && !after.dueAt().equals(before.dueAt());
    if (after.phase() != before.phase() || after.reason() != before.reason() || sent || dueAnew) {
      log.append(
          handle,
          LogType.ATTACHMENT_PHASE,
          after.guest() + "/" + after.device(),
          logged(before, after, cause));
    }
  }

  private static Map<String, Object> logged(Attachment before, Attachment after, Cause cause) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("from", before.phase());
    data.put("to", after.phase());
    data.put("reason", after.reason());
    data.put("message", after.message());
    data.put("backend", after.target().backend());
    data.put("cause", cause);
    if (after.phase() != before.phase()) {
      Duration spent = Duration.between(before.phaseSince(), after.phaseSince());
      data.put("spentMillis", Math.max(0, spent.toMillis()));
    }
    after.bootId().ifPresent(bootId -> data.put("bootId", bootId));
    after.commandId().ifPresent(id -> data.put("command", id));
    if (after.attempts() > 0) {
      data.put("attempts", after.attempts());
    }
    return data;
  }

  /** Deletes the attachment of a device that the guest's plan no longer has. */
  void delete(Handle handle, Attachment attachment) {
    handle
        .createUpdate("DELETE FROM attachment WHERE guest = :guest AND device = :device")
        .bind("guest", attachment.guest())
        .bind("device", attachment.device())
        .execute();
    log.append(
        handle,
        LogType.ATTACHMENT_DELETED,
        attachment.guest() + "/" + attachment.device(),
        Map.of("from", attachment.phase()));
  }
}
