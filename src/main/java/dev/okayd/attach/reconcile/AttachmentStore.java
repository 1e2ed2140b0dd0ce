package dev.okayd.attach.reconcile;

import dev.okayd.attach.decide.Attachment;
import dev.okayd.attach.decide.Observed;
import dev.okayd.attach.decide.Phase;
import dev.okayd.attach.decide.Reason;
import dev.okayd.attach.decide.SentCommand;
import dev.okayd.attach.decide.State;
import dev.okayd.attach.decide.StepTimes;
import dev.okayd.attach.decide.Target;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.LogType;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import dev.okayd.store.json.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The table {@code attachment}. A device without a row has not left its first phase. Step times are
 * in the column {@code marks}, as replicas of the version before read them there.
 */
@ApplicationScoped
public class AttachmentStore {
  /**
   * Named, as {@code *} would become another type in a statement that PostgreSQL has prepared, when
   * a later version adds a column while this one runs.
   */
  private static final String SELECT =
      """
      SELECT guest, device, boot_id, phase, reason, message, backend, path, type, virtio_id, slot_kind,
        binds_late, may_be_live, generation, command, attempts, next_attempt_at, deadline_at,
        epoch, domid, proof, errno, apply_micros, removals, marks, reported_uptime, phase_since,
        changed_at
      FROM attachment
      """;

  /** A phase or a command that this version does not know may be that of a live device. */
  private static final String AND_MAY_BE_LIVE =
      """
       AND (may_be_live <> 0 OR phase NOT IN (<phases>) OR command NOT IN (<commands>))
      ORDER BY guest, device
      """;

  private final StoredJson json;
  private final EventLog log;

  public AttachmentStore(StoredJson json, EventLog log) {
    this.json = json;
    this.log = log;
  }

  public List<Attachment> ofGuest(Handle handle, String guest) {
    return handle
        .createQuery(SELECT + "WHERE guest = :guest ORDER BY device")
        .bind("guest", guest)
        .map((row, context) -> attachment(row))
        .list();
  }

  Optional<Attachment> find(Handle handle, String guest, String device) {
    return handle
        .createQuery(SELECT + "WHERE guest = :guest AND device = :device")
        .bind("guest", guest)
        .bind("device", device)
        .map((row, context) -> attachment(row))
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
            SELECT
                + """
            WHERE guest > :guest OR (guest = :guest AND device > :device)
            ORDER BY guest, device LIMIT :limit
            """)
        .bind("guest", afterGuest)
        .bind("device", afterDevice)
        .bind("limit", limit)
        .map((row, context) -> attachment(row))
        .list();
  }

  /** The attachments of a backend's devices that may be live. */
  List<Attachment> liveOf(Handle handle, String backend) {
    return live(handle.createQuery(SELECT + "WHERE backend = :backend" + AND_MAY_BE_LIVE))
        .bind("backend", backend)
        .map((row, context) -> attachment(row))
        .list();
  }

  /** All attachments of devices that may be live. */
  List<Attachment> live(Handle handle) {
    return live(handle.createQuery(SELECT + "WHERE true" + AND_MAY_BE_LIVE))
        .map((row, context) -> attachment(row))
        .list();
  }

  private static Query live(Query query) {
    return query
        .bindList("phases", names(Phase.values()))
        .bindList("commands", names(Command.Type.values()));
  }

  /** All attachments. */
  List<Attachment> all(Handle handle) {
    return handle.createQuery(SELECT).map((row, context) -> attachment(row)).list();
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
    upsert(handle, attachment);
  }

  /** Replaces an attachment after a restore, without an entry in the log. */
  void replace(Handle handle, Attachment attachment) {
    upsert(handle, attachment);
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
    upsert(handle, after);
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

  private void upsert(Handle handle, Attachment attachment) {
    handle
        .createUpdate(
            """
            INSERT INTO attachment (guest, device, boot_id, phase, reason, message, backend, path,
              type, virtio_id, slot_kind, binds_late, may_be_live, generation, command, attempts, next_attempt_at,
              deadline_at, epoch, domid, proof, errno, apply_micros, removals, marks,
              reported_uptime, phase_since, changed_at)
            VALUES (:guest, :device, :bootId, :phase, :reason, :message, :backend, :path,
              :type, :virtioId, :slotKind, :bindsLate, :mayBeLive, :generation, :command, :attempts, :nextAttemptAt,
              :deadlineAt, :epoch, :domid, :proof, :errno, :applyMicros, :removals, :stepTimes,
              :reportedUptime, :phaseSince, :changedAt)
            ON CONFLICT (guest, device) DO UPDATE SET
              boot_id = excluded.boot_id, phase = excluded.phase,
              reason = CASE excluded.reason WHEN 'UNKNOWN' THEN attachment.reason
                ELSE excluded.reason END,
              message = excluded.message, generation = excluded.generation,
              backend = excluded.backend, path = excluded.path,
              type = CASE excluded.type WHEN 'UNKNOWN' THEN attachment.type
                ELSE excluded.type END,
              virtio_id = CASE excluded.type WHEN 'UNKNOWN' THEN attachment.virtio_id
                ELSE excluded.virtio_id END,
              slot_kind = excluded.slot_kind, binds_late = excluded.binds_late,
              may_be_live = excluded.may_be_live,
              command = excluded.command, attempts = excluded.attempts,
              next_attempt_at = excluded.next_attempt_at, deadline_at = excluded.deadline_at,
              epoch = excluded.epoch, domid = excluded.domid, proof = excluded.proof,
              errno = excluded.errno, apply_micros = excluded.apply_micros,
              removals = excluded.removals, marks = excluded.marks,
              reported_uptime = excluded.reported_uptime,
              phase_since = excluded.phase_since, changed_at = excluded.changed_at
            """)
        .bind("guest", attachment.guest())
        .bind("device", attachment.device())
        .bind("bootId", attachment.bootId().orElse(null))
        .bind("phase", attachment.phase().name())
        .bind("reason", attachment.reason().name())
        .bind("message", attachment.message())
        .bind("backend", attachment.target().backend())
        .bind("path", attachment.target().path().toString())
        .bind("type", attachment.target().type().name())
        .bind("virtioId", attachment.target().virtioId().orElse(null))
        .bind("slotKind", attachment.target().slotKind().name())
        .bind("bindsLate", attachment.target().bindsLate() ? 1 : 0)
        .bind("mayBeLive", attachment.mayBeLive() ? 1 : 0)
        .bind("generation", attachment.generation())
        .bind("command", attachment.command().map(Enum::name).orElse(null))
        .bind("attempts", attachment.attempts())
        .bind("nextAttemptAt", EpochMicros.micros(attachment.state().nextAttemptAt()))
        .bind("deadlineAt", EpochMicros.micros(attachment.state().deadlineAt()))
        .bind("epoch", attachment.epoch())
        .bind("domid", attachment.sent().flatMap(SentCommand::domid).orElse(null))
        .bind("proof", attachment.proof().map(json::write).orElse(null))
        .bind("errno", attachment.observed().errno().orElse(null))
        .bind("applyMicros", attachment.observed().applyMicros().orElse(null))
        .bind("removals", attachment.observed().removals())
        .bind("stepTimes", json.write(attachment.stepTimes()))
        .bind("reportedUptime", attachment.observed().reportedUptime())
        .bind("phaseSince", EpochMicros.micros(attachment.phaseSince()))
        .bind("changedAt", EpochMicros.micros(attachment.changedAt()))
        .execute();
  }

  private Attachment attachment(ResultSet row) throws SQLException {
    Optional<Phase> phase = StoredEnum.find(Phase.class, row.getString("phase"));
    Optional<String> sent = Optional.ofNullable(row.getString("command"));
    Optional<Command.Type> command =
        sent.flatMap(word -> StoredEnum.find(Command.Type.class, word));
    Attachment attachment = attachment(row, phase.orElse(Phase.WAITING), command);
    return phase.isPresent() && sent.isPresent() == command.isPresent()
        ? attachment
        : attachment.ofLaterVersion();
  }

  private Attachment attachment(ResultSet row, Phase phase, Optional<Command.Type> command)
      throws SQLException {
    DeviceType type = StoredEnum.read(DeviceType.class, row.getString("type"));
    Optional<Integer> virtioId = number(row, "virtio_id").map(Long::intValue);
    Instant changedAt = EpochMicros.instant(row.getLong("changed_at"));
    return new Attachment(
        row.getString("guest"),
        row.getString("device"),
        Optional.ofNullable(row.getString("boot_id")),
        new Target(
            NodePath.parse(row.getString("path")),
            row.getString("backend"),
            type,
            type.virtioId().or(() -> virtioId),
            StoredEnum.read(SlotKind.class, row.getString("slot_kind")),
            row.getInt("binds_late") != 0),
        State.of(
            phase,
            StoredEnum.read(Reason.class, row.getString("reason")),
            row.getString("message"),
            EpochMicros.instant(row, "next_attempt_at"),
            EpochMicros.instant(row, "deadline_at")),
        EpochMicros.instant(row, "phase_since").orElse(changedAt),
        row.getInt("may_be_live") != 0,
        row.getLong("generation"),
        command.isPresent() ? Optional.of(sentCommand(command.get(), row)) : Optional.empty(),
        new Observed(
            Optional.ofNullable(row.getString("proof"))
                .flatMap(text -> json.tryRead(text, Proof.class)),
            number(row, "errno").map(Long::intValue),
            number(row, "apply_micros"),
            row.getInt("removals"),
            row.getLong("reported_uptime")),
        json.tryRead(row.getString("marks"), StepTimes.class).orElse(StepTimes.NONE),
        changedAt);
  }

  private static SentCommand sentCommand(Command.Type type, ResultSet row) throws SQLException {
    return new SentCommand(
        type,
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("epoch")).orElse(""),
        number(row, "domid").map(Long::intValue));
  }

  private static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }
}
