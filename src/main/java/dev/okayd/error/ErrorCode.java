package dev.okayd.error;

import java.util.Locale;

/**
 * What can be wrong with a request, an event, a spec or a message of an agent. The code is what
 * programs decide by and never changes its meaning; the title says it to people.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(400, "The request cannot be understood"),
  MALFORMED_JSON(400, "The body is not the JSON that this request takes"),
  UNKNOWN_FIELD(400, "The body has a field that this request does not take"),
  MISSING_FIELD(400, "The body lacks a field that this request needs"),
  INVALID_VALUE(400, "The body has a field with a value that the field does not take"),
  INVALID_NAME(400, "A name has characters or a length that names do not have"),
  INVALID_PARAMETER(400, "A parameter of the request cannot be understood"),
  NOT_A_DEVICE_TREE(400, "The body is no device tree blob"),
  DEVICE_TREE_TRUNCATED(400, "The device tree blob ends too early"),
  DEVICE_TREE_MALFORMED(400, "The device tree blob is malformed"),
  DEVICE_TREE_OVER_LIMIT(400, "The device tree is larger or deeper than is accepted"),
  NOT_A_CLOUDEVENT(400, "The body is no CloudEvent"),
  INVALID_EVENT(400, "The event lacks an attribute or has one that cannot be understood"),

  SIGNATURE_MISSING(401, "The event is not signed"),
  SIGNATURE_WRONG(401, "The event's signature does not match"),
  SIGNATURE_STALE(401, "The event was signed too long ago, or in the future"),
  UNKNOWN_EVENT_SOURCE(401, "The event's source is no registered backend"),
  AGENT_TOKEN_MISSING(401, "The agent sent no token"),
  AGENT_TOKEN_WRONG(401, "The agent's token is not the guest's"),

  CHANNEL_NOT_LISTED(403, "The guest's agent may not come over this channel"),

  NO_SUCH_RESOURCE(404, "There is nothing at this address"),
  GUEST_NOT_FOUND(404, "There is no such guest"),
  BASE_TREE_NOT_FOUND(404, "The guest has no base tree"),
  PLATFORM_NOT_FOUND(404, "There is no such platform"),
  DEVICE_NOT_FOUND(404, "The guest has no such device"),
  BACKEND_NOT_FOUND(404, "There is no such backend"),
  OPERATION_NOT_FOUND(404, "There is no such operation"),
  COMMAND_NOT_FOUND(404, "No such command was sent to this guest"),

  METHOD_NOT_ALLOWED(405, "This address does not take this method"),
  NOT_ACCEPTABLE(406, "This resource has no representation of the wanted media type"),

  BASE_TREE_MISSING(409, "The platform needs the guest's base tree first"),
  DEVICE_NOT_GATED(409, "The device is in a boot slot and has no overlay"),
  DOMID_UNKNOWN(409, "The overlay has to name the backend's domain, which is not known"),
  ATTACHMENT_NOT_FAILED(409, "The attachment has not failed, there is nothing to try again"),
  PLAN_MISMATCH(409, "The guest has booted a tree of another plan"),
  BOOT_UNKNOWN(409, "The agent has not said HELLO in this boot"),
  BOOT_OVER(409, "The guest has booted again since"),
  MESSAGE_LATE(409, "A later message of the agent was taken already"),
  COMMAND_WITHDRAWN(409, "The command may not be carried out any more"),
  CHANNEL_NOT_MANUAL(409, "The guest has an agent that reports by itself"),
  PROOF_OF_ANOTHER_DEVICE(409, "The proof is of another device than the one that is confirmed"),
  DEVICE_EXISTS(409, "The guest has a device of this name"),
  DEVICE_ATTACHED(409, "The device may be live in the guest"),
  IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another request"),
  READ_FROM_XENSTORE(409, "What the backend is is read in the xenstore, and not in events"),
  XENSTORE_NOT_CONFIGURED(409, "This okayd is not told where the xenstore is"),
  NOT_DRAINED(409, "The backend is not being drained"),
  OPERATION_OVER(409, "The operation is over"),
  NOTHING_TO_CONFIRM(409, "The operation does not wait for this confirmation"),
  TOO_MANY_DEVICES(409, "The backend speaks of more single devices than it may"),

  LOG_GONE(410, "These entries of the log are no longer kept"),

  VERSION_CONFLICT(412, "It is not the version that the request names"),

  TOO_LARGE(413, "The body is larger than is accepted"),
  UNSUPPORTED_MEDIA_TYPE(415, "This request takes another media type"),
  EVENT_NOT_SIGNED_WHOLE(415, "The event's attributes are outside of what is signed"),

  INVALID_SPEC(422, "The guest spec cannot be planned"),
  DEVICE_ORDER_CIRCULAR(422, "Devices wait for each other in a circle"),
  NOT_A_BACKUP(422, "The body is no backup of okayd's"),
  UNKNOWN_PLATFORM(422, "The platform is not known"),
  DUPLICATE_DEVICE(422, "Two devices have one name"),
  NO_FREE_SLOT(422, "The platform has fewer slots than the guest has devices"),
  SLOT_NOT_IN_BASE_TREE(422, "A slot has no node in the base tree"),
  SLOT_CONFLICT(422, "A slot collides with the base tree"),
  SLOT_OUT_OF_RANGE(422, "The platform has no such slot"),
  SLOT_NOT_SERVED(422, "The backend's daemon does not serve the slot"),
  SLOT_NOT_THE_TOOLSTACKS(422, "The toolstack gives the device another slot"),
  DEVICE_WOULD_MOVE(422, "A device would lose the slot that it has"),
  INTERRUPT_OUT_OF_REACH(422, "The guest has too few shared interrupts"),
  SLOTS_OVERLAP(422, "Two places of the guest share an address"),
  INTERRUPT_SHARED(422, "Two places of the guest share an interrupt"),
  MAP_CONFLICT(422, "A place overlaps something else of the guest's address map"),
  RAM_CONFLICT(422, "A place overlaps the guest's RAM"),
  INTERRUPT_TAKEN(422, "Something else of the guest has the interrupt"),
  INTERRUPT_PASSED_THROUGH(422, "The interrupt is one of the host's that is assigned to the guest"),
  NEIGHBOUR_CONFLICT(422, "Another guest has the range, and both have one backend"),
  WINDOW_MISSING(422, "The platform leaves the place of slots to the spec"),
  WINDOW_FIXED(422, "The platform says itself where slots are"),
  TOO_MANY_BACKENDS(422, "The guest has more backends than the platform allows"),
  NO_BRIDGE(422, "The platform has no PCI host bridge for this"),
  NOT_IN_THIS_RELEASE(422, "The release of the hypervisor does not have what the spec asks for"),
  REBIND_NOT_POSSIBLE(422, "A guest may not probe the device before its backend is up"),
  GRANTS_NOT_POSSIBLE(422, "Grants are not possible here"),
  PHANDLE_OUT_OF_RANGE(422, "No phandle is left that the platform allows"),
  TREE_TOO_LARGE(422, "The guest's tree is larger than the hypervisor takes"),
  PLATFORM_FILE_INVALID(422, "A file of the user's is no platform"),
  UNKNOWN_EVENT_TYPE(422, "The type of the event is not known"),

  INTERNAL(500, "okayd failed"),
  OVERLOADED(503, "okayd has as much to do as it takes on"),
  TOO_MANY_STREAMS(503, "There are as many streams as there may be"),
  STORE_UNAVAILABLE(503, "The store cannot be written"),
  STORE_FULL(507, "The disk of the store is full");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The code as it stands in a problem, such as {@code slot-conflict}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** One sentence for people, the same for every occurrence. */
  public String title() {
    return title;
  }
}
