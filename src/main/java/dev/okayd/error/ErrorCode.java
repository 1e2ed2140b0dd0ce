package dev.okayd.error;

import java.util.Locale;

/**
 * The faults of requests, events, specs and agent messages. Programs use the code, which never
 * changes its meaning; people read the title.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "The request is malformed"),
  MALFORMED_JSON(400, "The body is not valid JSON for this request"),
  UNKNOWN_FIELD(400, "The body has an unknown field"),
  MISSING_FIELD(400, "The body lacks a required field"),
  INVALID_VALUE(400, "A field of the body has an invalid value"),
  INVALID_NAME(400, "A name has invalid characters or an invalid length"),
  INVALID_PARAMETER(400, "A parameter of the request is invalid"),
  NOT_A_DEVICE_TREE(400, "The body is not a device tree blob"),
  DEVICE_TREE_TRUNCATED(400, "The device tree blob is truncated"),
  DEVICE_TREE_MALFORMED(400, "The device tree blob is malformed"),
  DEVICE_TREE_OVER_LIMIT(400, "The device tree is too large or too deep"),
  NOT_A_CLOUDEVENT(400, "The body is not a CloudEvent"),
  INVALID_EVENT(400, "An attribute of the event is missing or invalid"),

  SIGNATURE_MISSING(401, "The event is not signed"),
  SIGNATURE_WRONG(401, "The event's signature does not match"),
  SIGNATURE_STALE(401, "The event's timestamp is too old or in the future"),
  UNKNOWN_EVENT_SOURCE(401, "The event's source is not a registered backend"),
  AGENT_TOKEN_MISSING(401, "The agent sent no token"),
  AGENT_TOKEN_WRONG(401, "The agent's token does not match the guest"),

  CHANNEL_NOT_LISTED(403, "The guest does not list this channel"),

  NO_SUCH_RESOURCE(404, "The resource does not exist"),
  GUEST_NOT_FOUND(404, "The guest does not exist"),
  BASE_TREE_NOT_FOUND(404, "The guest has no base tree"),
  PLATFORM_NOT_FOUND(404, "The platform does not exist"),
  DEVICE_NOT_FOUND(404, "The guest has no such device"),
  BACKEND_NOT_FOUND(404, "The backend does not exist"),
  OPERATION_NOT_FOUND(404, "The operation does not exist"),
  COMMAND_NOT_FOUND(404, "okayd has not sent this command to the guest"),

  METHOD_NOT_ALLOWED(405, "The resource does not support this method"),
  NOT_ACCEPTABLE(406, "The resource has no representation of an accepted media type"),

  BASE_TREE_MISSING(409, "The platform requires the guest's base tree first"),
  DEVICE_NOT_GATED(409, "The device is in a boot slot and has no overlay"),
  DOMID_UNKNOWN(409, "The overlay needs the backend's domid, which is not known"),
  ATTACHMENT_NOT_FAILED(409, "The attachment has not failed, so it cannot be retried"),
  PLAN_MISMATCH(409, "The guest booted a tree of another plan"),
  BOOT_UNKNOWN(409, "The agent has not sent HELLO in this boot"),
  BOOT_OVER(409, "The guest has rebooted since"),
  MESSAGE_LATE(409, "okayd has already received a later message of the agent"),
  COMMAND_WITHDRAWN(409, "The command is no longer valid"),
  CHANNEL_NOT_MANUAL(409, "The guest's agent reports by itself"),
  PROOF_OF_ANOTHER_DEVICE(409, "The proof is for another device"),
  DEVICE_EXISTS(409, "The guest already has a device of this name"),
  DEVICE_ATTACHED(409, "The device may be live in the guest"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  READ_FROM_XENSTORE(409, "okayd reads the backend's readiness from the xenstore, not from events"),
  XENSTORE_NOT_CONFIGURED(409, "No xenstore is configured"),
  NOT_DRAINED(409, "The backend is not being drained"),
  OPERATION_OVER(409, "The operation has ended"),
  NOTHING_TO_CONFIRM(409, "The operation does not need this confirmation"),
  TOO_MANY_DEVICES(409, "The backend reports too many individual devices"),

  LOG_GONE(410, "These log entries are not retained"),

  VERSION_CONFLICT(412, "The current version is not the one in the request"),

  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The request has an unsupported media type"),
  EVENT_NOT_SIGNED_WHOLE(415, "The signature does not cover the event's attributes"),

  INVALID_SPEC(422, "The guest spec cannot be planned"),
  DEVICE_ORDER_CIRCULAR(422, "The order of devices is circular"),
  NOT_A_BACKUP(422, "The body is not a backup of okayd"),
  UNKNOWN_PLATFORM(422, "The platform is not known"),
  DUPLICATE_DEVICE(422, "Two devices have the same name"),
  NO_FREE_SLOT(422, "The platform has fewer slots than the guest has devices"),
  SLOT_NOT_IN_BASE_TREE(422, "A slot has no node in the base tree"),
  SLOT_CONFLICT(422, "A slot collides with the base tree"),
  SLOT_OUT_OF_RANGE(422, "The slot does not exist on the platform"),
  SLOT_NOT_SERVED(422, "The backend's daemon does not serve the slot"),
  SLOT_NOT_THE_TOOLSTACKS(422, "The toolstack assigns another slot to the device"),
  DEVICE_WOULD_MOVE(422, "A device would lose its slot"),
  INTERRUPT_OUT_OF_REACH(422, "The guest has too few shared interrupts"),
  SLOTS_OVERLAP(422, "Two slots of the guest overlap"),
  INTERRUPT_SHARED(422, "Two slots of the guest share an interrupt"),
  MAP_CONFLICT(422, "A slot overlaps another range of the guest's address map"),
  RAM_CONFLICT(422, "A slot overlaps the guest's RAM"),
  INTERRUPT_TAKEN(422, "Another device of the guest has the interrupt"),
  INTERRUPT_PASSED_THROUGH(422, "A passed-through host interrupt has the same number"),
  NEIGHBOUR_CONFLICT(422, "Another guest with the same backend has the range"),
  WINDOW_MISSING(422, "The spec must set the window of slots on this platform"),
  WINDOW_FIXED(422, "The platform determines the window of slots"),
  TOO_MANY_BACKENDS(422, "The guest has more backends than the platform allows"),
  NO_BRIDGE(422, "The platform has no PCI host bridge"),
  NOT_IN_THIS_RELEASE(422, "The release of the hypervisor does not support the spec"),
  REBIND_NOT_POSSIBLE(422, "A guest must not probe the device before its backend is ready"),
  GRANTS_NOT_POSSIBLE(422, "Grants are not possible here"),
  PHANDLE_OUT_OF_RANGE(422, "No phandle is left in the platform's range"),
  TREE_TOO_LARGE(422, "The guest's tree is too large for the hypervisor"),
  PLATFORM_FILE_INVALID(422, "A user's platform file is invalid"),
  UNKNOWN_EVENT_TYPE(422, "The event type is not known"),

  INTERNAL(500, "okayd failed"),
  OVERLOADED(503, "okayd is overloaded"),
  TOO_MANY_STREAMS(503, "Too many streams are open"),
  STORE_UNAVAILABLE(503, "The store cannot be written"),
  STORE_FULL(507, "The disk of the store is full");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The code in a problem document, such as {@code slot-conflict}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** One sentence for people; the same for every occurrence. */
  public String title() {
    return title;
  }
}
