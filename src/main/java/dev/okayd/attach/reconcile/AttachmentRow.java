package dev.okayd.attach.reconcile;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Observed;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Reason;
import dev.okayd.attach.SentCommand;
import dev.okayd.attach.State;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.Target;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.fdt.NodePath;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import dev.okayd.store.EpochMicros;
import dev.okayd.store.json.StoredEnum;
import dev.okayd.store.json.StoredJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * An attachment as a row. The column {@code marks} has the step times; replicas of an earlier
 * version read them there.
 */
final class AttachmentRow {
  /**
   * Names the columns: with {@code *}, a column added by a later version would change the result
   * type of statements that PostgreSQL has prepared.
   */
  static final String SELECT =
      """
      SELECT guest, device, boot_id, phase, reason, message, backend, path, type, virtio_id, slot_kind,
        binds_late, may_be_live, generation, command, attempts, next_attempt_at, deadline_at,
        epoch, domid, proof, errno, apply_micros, removals, marks, reported_uptime, phase_since,
        changed_at
      FROM attachment
      """;

  private final StoredJson json;

  AttachmentRow(StoredJson json) {
    this.json = json;
  }

  /** Inserts the row of an attachment, or replaces it. */
  void write(Handle handle, Attachment attachment) {
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

  /** Reads an attachment, also one in a phase that only a later version knows. */
  Attachment read(ResultSet row) throws SQLException {
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
