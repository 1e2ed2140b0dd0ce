package dev.okayd.error;

import java.util.Locale;

/**
 * The faults of requests, events, specs and agent messages. Programs use the code, which never
 * changes its meaning; people read the title. {@code docs/errors.md} is generated from this table.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(
      400,
      "The request is malformed",
      "Send a request that follows openapi.yaml; the detail names what okayd cannot read."),
  MALFORMED_JSON(
      400,
      "The body is not valid JSON for this request",
      "Send valid JSON; the detail has line and column."),
  UNKNOWN_FIELD(
      400,
      "The body has an unknown field",
      "Remove the field, or spell it as the detail suggests."),
  MISSING_FIELD(400, "The body lacks a required field", "Add the field that the detail names."),
  INVALID_VALUE(
      400,
      "A field of the body has an invalid value",
      "Give the field a value that the detail lists."),
  INVALID_NAME(
      400,
      "A name has invalid characters or an invalid length",
      "Choose a name of the form that the detail gives."),
  INVALID_PARAMETER(
      400, "A parameter of the request is invalid", "Correct the parameter that the detail names."),
  NOT_A_DEVICE_TREE(
      400,
      "The body is not a device tree blob",
      "Send a flattened device tree (.dtb), not its source text."),
  DEVICE_TREE_TRUNCATED(400, "The device tree blob is truncated", "Send the whole file."),
  DEVICE_TREE_MALFORMED(
      400,
      "The device tree blob is malformed",
      "Compile the tree again; the detail has the offset of the fault."),
  DEVICE_TREE_OVER_LIMIT(
      400,
      "The device tree is too large or too deep",
      "Make the tree smaller; the detail names the limit."),
  NOT_A_CLOUDEVENT(
      400, "The body is not a CloudEvent", "Send a CloudEvent 1.0, in binary or structured mode."),
  INVALID_EVENT(
      400,
      "An attribute of the event is missing or invalid",
      "Correct the attribute that the detail names."),

  SIGNATURE_MISSING(
      401,
      "The event is not signed",
      "Sign the event with the secret of the backend, as Standard Webhooks specifies."),
  SIGNATURE_WRONG(
      401,
      "The event's signature does not match",
      "Sign exactly the bytes that are sent, with the present secret of the backend."),
  SIGNATURE_STALE(
      401,
      "The event's timestamp is too old or in the future",
      "Set the clock of the backend, and sign the event when it is sent."),
  UNKNOWN_EVENT_SOURCE(
      401,
      "The event's source is not a registered backend",
      "Register the backend, or correct the source of the event."),
  AGENT_TOKEN_MISSING(401, "The agent sent no token", "Give the agent the token of its guest."),
  AGENT_TOKEN_WRONG(
      401,
      "The agent's token does not match the guest",
      "Give the agent the present token of its guest, or renew the token."),

  CHANNEL_NOT_LISTED(
      403,
      "The guest does not list this channel",
      "Add the channel to channels in the spec of the guest, or configure the agent for a listed one."),

  NO_SUCH_RESOURCE(
      404, "The resource does not exist", "Correct the path; openapi.yaml lists all paths."),
  GUEST_NOT_FOUND(404, "The guest does not exist", "Create the guest, or correct its name."),
  BASE_TREE_NOT_FOUND(404, "The guest has no base tree", "Upload the base tree of the guest."),
  PLATFORM_NOT_FOUND(
      404, "The platform does not exist", "Correct the name; the detail lists all platforms."),
  DEVICE_NOT_FOUND(
      404,
      "The guest has no such device",
      "Add the device to the spec of the guest, or correct its name."),
  BACKEND_NOT_FOUND(
      404, "The backend does not exist", "Register the backend, or correct its name."),
  OPERATION_NOT_FOUND(
      404,
      "The operation does not exist",
      "Correct the id; okayd also deletes operations that ended long ago."),
  COMMAND_NOT_FOUND(
      404,
      "okayd has not sent this command to the guest",
      "Report only on commands of this boot that no other command has replaced."),

  METHOD_NOT_ALLOWED(
      405, "The resource does not support this method", "Use a method of the Allow header."),
  NOT_ACCEPTABLE(
      406,
      "The resource has no representation of an accepted media type",
      "Ask for a media type that openapi.yaml lists for this resource."),

  BASE_TREE_MISSING(
      409,
      "The platform requires the guest's base tree first",
      "Upload the tree that the hypervisor makes for the guest, then repeat the request."),
  DEVICE_NOT_GATED(
      409,
      "The device is in a boot slot and has no overlay",
      "Ask for the overlay of a gated device, or make the device gated in the spec."),
  DOMID_UNKNOWN(
      409,
      "The overlay needs the backend's domid, which is not known",
      "Give the domid in the request or in the spec, or have the backend send it in its events."),
  ATTACHMENT_NOT_FAILED(
      409,
      "The attachment has not failed, so it cannot be retried",
      "Retry only an attachment whose phase is Failed."),
  PLAN_MISMATCH(
      409,
      "The guest booted a tree of another plan",
      "Boot the guest with the tree of its present plan."),
  BOOT_UNKNOWN(
      409, "The agent has not sent HELLO in this boot", "Have the agent send HELLO first."),
  BOOT_OVER(409, "The guest has rebooted since", "Have the agent send HELLO in the present boot."),
  MESSAGE_LATE(
      409,
      "okayd has already received a later message of the agent",
      "Drop the message; the agent has sent a later one."),
  COMMAND_WITHDRAWN(
      409, "The command is no longer valid", "Do not carry out the command; ask for the next one."),
  CHANNEL_NOT_MANUAL(
      409,
      "The guest's agent reports by itself",
      "Let the agent report, or set channels to [manual] in the spec."),
  PROOF_OF_ANOTHER_DEVICE(
      409,
      "The proof is for another device",
      "Confirm the device that the output of okayd-agent names."),
  DEVICE_EXISTS(
      409,
      "The guest already has a device of this name",
      "Choose another name, or change the existing device."),
  DEVICE_ATTACHED(409, "The device may be live in the guest", "Detach the device first."),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "The idempotency key was used for another request",
      "Use a new key for each new request."),
  READ_FROM_XENSTORE(
      409,
      "okayd reads the backend's readiness from the xenstore, not from events",
      "Write the key in the xenstore, or register the backend without it."),
  XENSTORE_NOT_CONFIGURED(
      409,
      "No xenstore is configured",
      "Set okayd.xenstore.at, or register the backend without xenstore."),
  NOT_DRAINED(409, "The backend is not being drained", "Do nothing; there is no drain to cancel."),
  OPERATION_OVER(409, "The operation has ended", "Do nothing; the operation has ended."),
  NOTHING_TO_CONFIRM(
      409,
      "The operation does not need this confirmation",
      "Read the operation; it lists the devices that it waits for."),
  TOO_MANY_DEVICES(
      409,
      "The backend reports too many individual devices",
      "Leave data.devices out to report on all devices of the backend at once."),

  LOG_GONE(
      410,
      "These log entries are not retained",
      "Read the present state, then follow the log from its end."),

  VERSION_CONFLICT(
      412,
      "The current version is not the one in the request",
      "Read the resource again and repeat the request with its new ETag."),

  TOO_LARGE(413, "The body is too large", "Send a smaller body; the detail names the limit."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "The request has an unsupported media type",
      "Set Content-Type to a media type that openapi.yaml lists for this request."),
  EVENT_NOT_SIGNED_WHOLE(
      415,
      "The signature does not cover the event's attributes",
      "Send the event in structured mode (application/cloudevents+json)."),

  INVALID_SPEC(
      422,
      "The guest spec cannot be planned",
      "Correct the spec; the faults say what is wrong and where."),
  DEVICE_ORDER_CIRCULAR(
      422,
      "The order of devices is circular",
      "Remove one of the dependencies that the detail names."),
  NOT_A_BACKUP(
      422, "The body is not a backup of okayd", "Send the unchanged output of okayd backup."),
  UNKNOWN_PLATFORM(
      422,
      "The platform is not known",
      "Correct the name, or add the platform to okayd.platforms.directory."),
  DUPLICATE_DEVICE(
      422, "Two devices have the same name", "Give each device of the guest its own name."),
  NO_FREE_SLOT(
      422,
      "The platform has fewer slots than the guest has devices",
      "Remove a device from the spec, or use a platform with more slots."),
  SLOT_NOT_IN_BASE_TREE(
      422,
      "A slot has no node in the base tree",
      "Upload the base tree of a machine of this platform."),
  SLOT_CONFLICT(
      422,
      "A slot collides with the base tree",
      "Choose another slot, or give okayd a base tree that fits the plan; the detail names both parties."),
  SLOT_OUT_OF_RANGE(
      422,
      "The slot does not exist on the platform",
      "Choose a slot in the range that the detail gives."),
  SLOT_NOT_SERVED(
      422,
      "The backend's daemon does not serve the slot",
      "Choose a slot that the daemon of the backend serves."),
  SLOT_NOT_THE_TOOLSTACKS(
      422,
      "The toolstack assigns another slot to the device",
      "Change the order of the devices in the spec, or leave the slot out."),
  DEVICE_WOULD_MOVE(
      422,
      "A device would lose its slot",
      "Pin one of the two devices to another slot, or plan the guest afresh."),
  INTERRUPT_OUT_OF_REACH(
      422,
      "The guest has too few shared interrupts",
      "Raise nr_spis, use a newer xl, or choose another place, as the detail says."),
  SLOTS_OVERLAP(
      422, "Two slots of the guest overlap", "Move one of the two places that the detail names."),
  INTERRUPT_SHARED(
      422,
      "Two slots of the guest share an interrupt",
      "Give one of the two places another interrupt."),
  MAP_CONFLICT(
      422,
      "A slot overlaps another range of the guest's address map",
      "Move the place out of the range that the detail names."),
  RAM_CONFLICT(
      422, "A slot overlaps the guest's RAM", "Move the place out of the RAM of the guest."),
  INTERRUPT_TAKEN(
      422,
      "Another device of the guest has the interrupt",
      "Choose an interrupt that is free in the guest."),
  INTERRUPT_PASSED_THROUGH(
      422,
      "A passed-through host interrupt has the same number",
      "Choose another interrupt, or do not assign this one to the guest."),
  NEIGHBOUR_CONFLICT(
      422,
      "Another guest with the same backend has the range",
      "Move the device of one of the two guests that the detail names."),
  WINDOW_MISSING(
      422,
      "The spec must set the window of slots on this platform",
      "Give the spec window.base and window.interrupt."),
  WINDOW_FIXED(
      422,
      "The platform determines the window of slots",
      "Leave window out of the spec, or use the platform custom."),
  TOO_MANY_BACKENDS(
      422,
      "The guest has more backends than the platform allows",
      "Serve the devices of the guest from fewer backends."),
  NO_BRIDGE(
      422,
      "The platform has no PCI host bridge",
      "Use fewer bridges, or a platform that has more PCI host bridges."),
  NOT_IN_THIS_RELEASE(
      422,
      "The release of the hypervisor does not support the spec",
      "Remove what the detail names from the spec, or use a later release of the hypervisor."),
  REBIND_NOT_POSSIBLE(
      422,
      "A guest must not probe the device before its backend is ready",
      "Make the device gated, or follow the detail if the hypervisor answers for slots without a backend."),
  GRANTS_NOT_POSSIBLE(
      422,
      "Grants are not possible here",
      "Change grants, the domid or the kind of the slot as the detail says."),
  PHANDLE_OUT_OF_RANGE(
      422,
      "No phandle is left in the platform's range",
      "Give the nodes of the base tree lower phandles."),
  TREE_TOO_LARGE(
      422,
      "The guest's tree is too large for the hypervisor",
      "Remove devices or nodes from the tree of the guest."),
  PLATFORM_FILE_INVALID(
      422,
      "A user's platform file is invalid",
      "Correct the file of the platform; the faults say where."),
  UNKNOWN_EVENT_TYPE(
      422, "The event type is not known", "Use an event type that openapi.yaml lists."),

  INTERNAL(500, "okayd failed", "Report the bug with the lines of the log of okayd."),
  OVERLOADED(503, "okayd is overloaded", "Repeat the request after the time in Retry-After."),
  TOO_MANY_STREAMS(
      503, "Too many streams are open", "End a stream, or raise okayd.log.stream.most."),
  STORE_UNAVAILABLE(
      503,
      "The store cannot be written",
      "Repeat the request; if it lasts, read the log of okayd and /q/health."),
  STORE_FULL(
      507, "The disk of the store is full", "Make room on the disk of okayd.store.directory.");

  private final int status;
  private final String title;
  private final String action;

  ErrorCode(int status, String title, String action) {
    this.status = status;
    this.title = title;
    this.action = action;
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

  /** What the client or the operator can do, in one sentence. */
  public String action() {
    return action;
  }
}
