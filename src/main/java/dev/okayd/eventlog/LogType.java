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
      "The phase of an attachment or its reason has changed, or okayd has sent a command.",
      new Field("from", "the phase before"),
      new Field("to", "the phase now"),
      new Field("reason", "the reason of the phase"),
      new Field("message", "the reason in words"),
      new Field("backend", "the backend of the device"),
      new Field("cause", "what led to the change"),
      new Field("spentMillis", "how long the attachment was in the phase before, in milliseconds"),
      new Field("bootId", "the boot of the guest, if it is known"),
      new Field("command", "the id of the command, if there is one"),
      new Field("attempts", "how often the command was sent, if it was")),
  ATTACHMENT_DELETED(
      "attachment.deleted",
      "guest/device",
      "okayd has deleted the attachment of a device that the plan of the guest no longer has.",
      new Field("from", "the last phase")),
  BACKEND_REGISTERED(
      "backend.registered",
      "backend",
      "A backend was registered, or its registration was changed.",
      new Field("replayProtection", "how okayd recognises a repeated event")),
  BACKEND_SECRET_RENEWED(
      "backend.secret-renewed",
      "backend",
      "A backend has a new secret; events signed with the old one are refused."),
  BACKEND_DELETED("backend.deleted", "backend", "A backend was deleted."),
  BACKEND_REPORTED(
      "backend.reported",
      "backend",
      "okayd has recorded a readiness event of a backend.",
      new Field("readiness", "the readiness that the backend reports"),
      new Field("epoch", "the start of the backend that the event belongs to"),
      new Field("sequence", "the number of the event in this epoch"),
      new Field("eventId", "the id of the event"),
      new Field("effect", "what okayd did with the event"),
      new Field(
          "devices", "the devices that the event is about; absent if it is about all of them"),
      new Field("domid", "the domain of the backend, if the event has it"),
      new Field("ttlSeconds", "how long the lease lasts, if the event has one")),
  BACKEND_LEASE_EXPIRED(
      "backend.lease-expired",
      "backend",
      "A backend has sent no event before the end of its lease.",
      new Field("epoch", "the epoch of the backend, if it is known"),
      new Field("sequence", "the number of the last event about all devices, if its lease is over"),
      new Field("devices", "the single devices whose leases are over, if there are any")),
  BACKEND_PULL_FAILED(
      "backend.pull-failed",
      "backend",
      "okayd cannot read the status URL of a backend. Further failures are not logged.",
      new Field("message", "why")),
  BACKEND_PULLED("backend.pulled", "backend", "okayd can read the status URL of a backend again."),
  BACKEND_DRAIN_CANCELLED(
      "backend.drain-cancelled", "backend", "The drain of a backend was cancelled."),
  OPERATION_STARTED(
      "operation.started",
      "backend",
      "A drain has begun.",
      new Field("operation", "the id of the operation"),
      new Field("epoch", "the epoch that is drained; empty if it is unknown")),
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
      "No device of the backend is live any more.",
      new Field("operation", "the id of the operation"),
      new Field("micros", "how long the drain took, in microseconds")),
  OPERATION_RESUMED(
      "operation.resumed",
      "backend",
      "A device of a drained backend is live again, so the drain goes on.",
      new Field("operation", "the id of the operation")),
  OPERATION_CANCELLED(
      "operation.cancelled",
      "backend",
      "A drain has ended before all devices were drained.",
      new Field("operation", "the id of the operation"),
      new Field("why", "the state in which the operation ended")),
  CLOCK_JUMPED(
      "clock.jumped",
      "clock",
      "The wall clock was set while okayd ran; okayd has moved all recorded times along.",
      new Field("seconds", "by how much")),
  CLOCK_JUMPED_WHILE_STOPPED(
      "clock.jumped-while-stopped",
      "clock",
      "Much time lies between the last entry of the log and the start of okayd.",
      new Field("seconds", "how much")),
  GUEST_CREATED(
      "guest.created",
      "guest",
      "A guest was created.",
      new Field("planDigest", "the digest of its plan")),
  GUEST_PLANNED(
      "guest.planned",
      "guest",
      "A guest has a new plan.",
      new Field("planDigest", "the digest of the plan")),
  GUEST_TOKEN_RENEWED(
      "guest.token-renewed",
      "guest",
      "The agent of a guest has a new token; the old one is refused."),
  GUEST_DELETED("guest.deleted", "guest", "A guest was deleted."),
  GUEST_HELLO(
      "guest.hello",
      "guest",
      "The agent of a guest has sent HELLO for the first time in a boot, or with other content.",
      new Field("bootId", "the boot of the guest"),
      new Field("planMatches", "whether the guest has booted the tree of its plan")),
  GUEST_PUT_BACK(
      "guest.put-back",
      "guest",
      "The uptime that the agent reports went back in the same boot: the guest was restored from a snapshot.",
      new Field("bootId", "the boot of the guest"),
      new Field("uptimeMillis", "the uptime that the agent reports")),
  GUEST_REACHABLE(
      "guest.reachable",
      "guest",
      "The agent of a guest is reachable again.",
      new Field("bootId", "the boot of the guest")),
  DEVICE_INTENT(
      "device.intent",
      "guest/device",
      "The orchestrator has changed what a device is to be.",
      new Field("intent", "the new intent")),
  STATE_RESTORED(
      "state.restored",
      "state",
      "A backup was restored. Every filter of the log lets this entry pass.",
      new Field("guests", "how many guests there are"),
      new Field("backends", "how many backends there are"));

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
