package dev.okayd.eventlog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The types of log entries, with the fields of their data. {@code docs/log.md} is generated from
 * this table.
 */
public enum LogType {
  ATTACHMENT_PHASE(
      "attachment.phase",
      "guest/device",
      "The phase of an attachment or its reason has changed, okayd has sent a command, or a message of the agent has changed the time at which okayd acts next.",
      new Field("from", "the phase before"),
      new Field("to", "the phase now"),
      new Field("reason", "the reason of the phase now"),
      new Field("message", "the reason in words"),
      new Field("backend", "the backend of the device"),
      new Field(
          "cause", "DECISION of okayd, GUEST (a message of its agent) or REQUEST over the API"),
      new Field(
          "spentMillis",
          "how long the attachment was in the phase before, in milliseconds, if the phase has changed"),
      new Field("bootId", "the boot of the guest, if it is known"),
      new Field("command", "the id of the last command, if there is one"),
      new Field("attempts", "how often okayd has sent the command, if it has")),
  ATTACHMENT_DELETED(
      "attachment.deleted",
      "guest/device",
      "okayd has deleted the attachment of a device that the plan of the guest no longer has and that is not live.",
      new Field("from", "the last phase")),
  BACKEND_REGISTERED(
      "backend.registered",
      "backend",
      "A backend was registered, or its registration was changed.",
      new Field(
          "replayProtection", "how okayd recognises a repeated event: timestamp or sequence")),
  BACKEND_SECRET_RENEWED(
      "backend.secret-renewed",
      "backend",
      "A backend has a new secret; events signed with the old one are refused."),
  BACKEND_DELETED("backend.deleted", "backend", "A backend was deleted."),
  BACKEND_REPORTED(
      "backend.reported",
      "backend",
      "okayd has recorded a readiness event of a backend. An event that okayd already has, or that only renews a lease, has no entry.",
      new Field("readiness", "the readiness that the backend reports"),
      new Field("epoch", "the start of the backend that the event belongs to"),
      new Field("sequence", "the number of the event in this epoch"),
      new Field("eventId", "the id of the event"),
      new Field("effect", "recorded, or outdated if okayd had already received a later event"),
      new Field(
          "devices", "the devices that the event is about; absent if it is about all of them"),
      new Field("domid", "the domid of the backend, if the event has it"),
      new Field("ttlSeconds", "how long the lease lasts, if the event has one")),
  BACKEND_LEASE_EXPIRED(
      "backend.lease-expired",
      "backend",
      "A lease of a backend, or of single devices of it, has expired, so okayd regards them as lost.",
      new Field("epoch", "the epoch of the backend, if it is known"),
      new Field(
          "sequence",
          "the number of the last event about all devices, if the lease of all devices has expired"),
      new Field("devices", "the single devices whose own leases have expired, if there are any")),
  BACKEND_PULL_FAILED(
      "backend.pull-failed",
      "backend",
      "okayd cannot read the status URL of a backend, or refuses the event there. Further failures have no entry until a read succeeds.",
      new Field("message", "why")),
  BACKEND_PULLED(
      "backend.pulled",
      "backend",
      "okayd has read the status URL of a backend again, after a failure."),
  BACKEND_DRAIN_CANCELLED(
      "backend.drain-cancelled", "backend", "A request has cancelled the drain of a backend."),
  OPERATION_STARTED(
      "operation.started",
      "backend",
      "A drain has begun.",
      new Field("operation", "the id of the operation"),
      new Field("epoch", "the epoch that the request names; empty if it names none")),
  OPERATION_CONFIRMED(
      "operation.confirmed",
      "backend",
      "A person has confirmed that a device is no longer live.",
      new Field("operation", "the id of the operation"),
      new Field("guest", "the guest of the device"),
      new Field("device", "the device")),
  OPERATION_DRAINED(
      "operation.drained",
      "backend",
      "A drain is complete: no device of the backend may be live any more.",
      new Field("operation", "the id of the operation"),
      new Field("micros", "the time since the start of the operation, in microseconds")),
  OPERATION_RESUMED(
      "operation.resumed",
      "backend",
      "A device of a drained backend may be live again, so the drain continues.",
      new Field("operation", "the id of the operation")),
  OPERATION_CANCELLED(
      "operation.cancelled",
      "backend",
      "okayd has ended a drain: it was cancelled, another drain superseded it, or the backend has restarted or was deleted.",
      new Field("operation", "the id of the operation"),
      new Field(
          "why",
          "CANCELLED (CALLED_OFF in entries of earlier versions), BACKEND_RESTARTED or BACKEND_DELETED")),
  CLOCK_JUMPED(
      "clock.jumped",
      "clock",
      "The wall clock was set while okayd ran; okayd has moved all recorded times along.",
      new Field("seconds", "by how much; negative if the clock was set back")),
  CLOCK_JUMPED_WHILE_STOPPED(
      "clock.jumped-while-stopped",
      "clock",
      "The time between the last entry of the log and the start of okayd is more than an hour or negative, so retention ignores it.",
      new Field("seconds", "this time")),
  GUEST_CREATED(
      "guest.created",
      "guest",
      "A guest was created.",
      new Field("planDigest", "the digest of its plan")),
  GUEST_PLANNED(
      "guest.planned",
      "guest",
      "The plan, the spec or the base tree of a guest has changed.",
      new Field("planDigest", "the digest of the plan now")),
  GUEST_TOKEN_RENEWED(
      "guest.token-renewed",
      "guest",
      "The agent of a guest has a new token; the old one is refused."),
  GUEST_DELETED("guest.deleted", "guest", "A guest was deleted."),
  GUEST_HELLO(
      "guest.hello",
      "guest",
      "The agent of a guest, or a person with a confirmation, has reported a boot for the first time, or with other details.",
      new Field("bootId", "the boot of the guest"),
      new Field("planMatches", "whether the guest has booted the tree of its plan")),
  GUEST_PUT_BACK(
      "guest.put-back",
      "guest",
      "The agent of a guest has begun another session in a boot that was over, or with an uptime that went back or stood still: the guest was restored from a snapshot, or paused.",
      new Field("bootId", "the boot of the guest"),
      new Field("uptimeMillis", "the uptime of the guest, in milliseconds")),
  GUEST_REACHABLE(
      "guest.reachable",
      "guest",
      "The agent of a guest that was not reachable has asked for a command.",
      new Field("bootId", "the boot of the guest")),
  DEVICE_INTENT(
      "device.intent",
      "guest/device",
      "A request has changed the intent of a device.",
      new Field("intent", "the new intent")),
  STATE_RESTORED(
      "state.restored",
      "state",
      "A backup was restored. Every filter of the log lets this entry pass.",
      new Field("guests", "how many guests the restored state has"),
      new Field("backends", "how many backends the restored state has"));

  /**
   * A field of the data of an entry.
   *
   * @param name in the JSON object
   * @param meaning in words
   */
  public record Field(String name, String meaning) {}

  /** The types that earlier versions stored, by their present names. */
  private static final Map<String, String> FORMER_TYPES =
      Map.of(
          ATTACHMENT_DELETED.type, "attachment.forgotten",
          BACKEND_REPORTED.type, "backend.said",
          BACKEND_DRAIN_CANCELLED.type, "backend.drain-called-off",
          OPERATION_RESUMED.type, "operation.runs-again",
          GUEST_REACHABLE.type, "guest.heard");

  private static final Map<String, String> PRESENT_TYPES =
      FORMER_TYPES.entrySet().stream()
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

  private final String type;
  private final String subject;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // List.of makes it immutable
  private final List<Field> fields;

  LogType(String type, String subject, String meaning, Field... fields) {
    this.type = type;
    this.subject = subject;
    this.meaning = meaning;
    this.fields = List.of(fields);
  }

  /**
   * The present name of a stored type. A replica of an earlier version may still append a former
   * type, and a backup may contain one, so entries are translated whenever they are read.
   */
  static String present(String stored) {
    return PRESENT_TYPES.getOrDefault(stored, stored);
  }

  /** The name under which earlier versions stored a type; the same name if it has not changed. */
  static String former(String type) {
    return FORMER_TYPES.getOrDefault(type, type);
  }

  /** The type as it is stored, and as clients see it. */
  public String type() {
    return type;
  }

  /** What the subject of an entry names, such as {@code guest}. */
  public String subject() {
    return subject;
  }

  /** The event that the entry records, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The fields that the data may have. */
  public List<Field> fields() {
    return fields;
  }

  /** Whether it declares all fields of these names. */
  boolean declares(Set<String> names) {
    return fields.stream().map(Field::name).collect(Collectors.toSet()).containsAll(names);
  }
}
