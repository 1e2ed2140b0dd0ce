package dev.okayd.error;

import java.util.Locale;

/**
 * The faults of requests, events, specs and agent messages. Programs use the code, which never
 * changes its meaning; people read the title. {@code docs/errors.md} is generated from this table.
 */
public enum ErrorCode {
  MALFORMED_REQUEST(
      400,
      "The request, or the text of a confirmation, is malformed",
      "Send a request that follows openapi.yaml, or give okayd confirm the whole, unchanged output of okayd-agent."),
  MALFORMED_JSON(
      400,
      "The document is empty, malformed or of the wrong type",
      "Send a document of the expected form; for a syntax error the detail has line and column."),
  UNKNOWN_FIELD(
      400,
      "The document has an unknown field",
      "Remove the field, or use one of the fields that the detail lists."),
  MISSING_FIELD(400, "The document lacks a required field", "Add the field that the detail names."),
  INVALID_VALUE(
      400, "A value is invalid", "Replace the value; the detail says what okayd expects."),
  INVALID_NAME(
      400,
      "A name has invalid characters or an invalid length",
      "Choose a name of the form that the detail gives."),
  INVALID_PARAMETER(
      400,
      "A parameter, a header or a field of the request is invalid",
      "Correct the parameter, header or field as the detail says."),
  NOT_A_DEVICE_TREE(
      400,
      "The body is not a device tree blob",
      "Send a flattened device tree (.dtb), not its source text."),
  DEVICE_TREE_TRUNCATED(400, "The device tree blob is truncated", "Send the whole file."),
  DEVICE_TREE_MALFORMED(
      400,
      "The device tree blob is malformed",
      "Correct the tree and compile it again; the detail has the offset and the node of the fault."),
  DEVICE_TREE_OVER_LIMIT(
      400,
      "The device tree is too large or too deep",
      "Use a tree with fewer bytes, levels, nodes or properties; the detail names the limit."),
  NOT_A_CLOUDEVENT(
      400,
      "The body is neither a CloudEvent nor a batch of CloudEvents",
      "Send a CloudEvent 1.0 in structured mode, or a batch of 1 to 64; the detail says what is wrong."),
  INVALID_EVENT(
      400,
      "An attribute or the data of an event is invalid",
      "Correct the event as the detail says."),

  SIGNATURE_MISSING(
      401,
      "A header of the signature is missing",
      "Sign the event with the secret of the backend, as Standard Webhooks specifies, and send all three headers."),
  SIGNATURE_WRONG(
      401,
      "The signature of the event is invalid",
      "Sign webhook-id, webhook-timestamp (in seconds) and exactly the bytes of the body, with the present secret of the backend."),
  SIGNATURE_STALE(
      401,
      "The event's timestamp is too old or in the future",
      "Set the clock of the backend and sign the event when it is sent, or register a backend without a clock with replayProtection sequence."),
  UNKNOWN_EVENT_SOURCE(
      401,
      "The event's source is not a registered backend",
      "Register the backend, or set source to the name of a registered backend."),
  AGENT_TOKEN_MISSING(
      401,
      "The agent sent no token",
      "Give the agent the token of its guest; the agent sends it as Authorization: Bearer."),
  AGENT_TOKEN_WRONG(
      401,
      "The token is not that of the guest",
      "Correct the name of the guest, or give the agent the present token; POST /v1/guests/{guest}/agent-token makes a new one."),

  CHANNEL_NOT_LISTED(
      403,
      "The guest does not list this channel",
      "Add the channel to channels in the spec of the guest, or configure the agent for a listed one."),

  NO_SUCH_RESOURCE(
      404,
      "The resource does not exist",
      "Correct the path; openapi.yaml lists all paths, and the detail lists the requests over a stream or the xenstore."),
  GUEST_NOT_FOUND(404, "The guest does not exist", "Create the guest, or correct its name."),
  BASE_TREE_NOT_FOUND(
      404,
      "The guest has no base tree",
      "Upload the base tree of the guest with PUT /v1/guests/{guest}/base-tree."),
  PLATFORM_NOT_FOUND(
      404, "The platform does not exist", "Correct the name; the detail lists all platforms."),
  DEVICE_NOT_FOUND(
      404, "The guest has no such device or gate", "Correct the name, or add the device."),
  BACKEND_NOT_FOUND(
      404, "The backend does not exist", "Register the backend, or correct its name."),
  OPERATION_NOT_FOUND(
      404,
      "The operation does not exist",
      "Correct the id; okayd deletes ended operations as it deletes log entries (okayd.log.keep, okayd.log.keep-entries)."),
  COMMAND_NOT_FOUND(
      404,
      "The command is not the last one that okayd sent for the device in this boot",
      "Drop the report, and ask for the next command."),

  METHOD_NOT_ALLOWED(
      405,
      "The resource does not support this method",
      "Use a method that openapi.yaml lists for this path."),
  NOT_ACCEPTABLE(
      406,
      "The resource has no representation of an accepted media type",
      "Ask for a media type that openapi.yaml lists for this resource."),

  BASE_TREE_MISSING(
      409,
      "The platform requires the guest's base tree first",
      "Upload the tree that the hypervisor makes for the guest (or give it to okayd plan with --base), then repeat the request."),
  DEVICE_NOT_GATED(
      409, "The device is not gated", "Name a gated device, or make the device gated in the spec."),
  DOMID_UNKNOWN(
      409,
      "The overlay needs the backend's domid, which the request and the plan lack",
      "Give the domid in the request, or set it in the spec."),
  ATTACHMENT_NOT_FAILED(
      409,
      "The attachment has not failed, so it cannot be retried",
      "Retry only an attachment whose phase is Failed."),
  PLAN_MISMATCH(
      409,
      "The guest has not booted the tree of its present plan",
      "Boot the guest with the tree of GET /v1/guests/{guest}/device-tree."),
  BOOT_UNKNOWN(
      409,
      "The boot is not that of the last HELLO of the guest",
      "Have the agent send HELLO in the present boot first."),
  BOOT_OVER(
      409,
      "The boot or the session of the message is over",
      "Have a running agent begin another session and send HELLO; confirm only output of the present boot."),
  MESSAGE_LATE(
      409,
      "The uptime in the message is lower than okayd expects",
      "Drop the message, begin another session with HELLO, or run okayd-agent again, as the detail says."),
  COMMAND_WITHDRAWN(
      409, "The command is no longer valid", "Do not carry out the command; ask for the next one."),
  CHANNEL_NOT_MANUAL(
      409,
      "The guest's agent reports by itself",
      "Let the agent report, or set channels to [\"manual\"] in the spec."),
  PROOF_OF_ANOTHER_DEVICE(
      409,
      "The proof is for another device",
      "Confirm the device that has the address in the output of okayd-agent."),
  DEVICE_EXISTS(
      409,
      "The guest already has a device of this name",
      "Choose another name, or replace the spec of the device with PUT."),
  DEVICE_ATTACHED(
      409,
      "The device may be live in the guest",
      "Delete the attachment of the device, and wait until it is Detached."),
  IDEMPOTENCY_KEY_REUSED(
      422,
      "The idempotency key was used for another request",
      "Use a new key for each new request."),
  READ_FROM_XENSTORE(
      409,
      "okayd reads the backend's readiness from the xenstore, not from events",
      "Write the key in the xenstore, or register the backend without xenstore."),
  XENSTORE_NOT_CONFIGURED(
      409,
      "This okayd has no xenstore configured",
      "Set okayd.xenstore.at, send the request to a replica that has it set, or register the backend without xenstore."),
  NOT_DRAINED(409, "The backend is not being drained", "Do nothing; there is no drain to cancel."),
  OPERATION_OVER(
      409,
      "The operation has ended",
      "Do nothing; an operation that has ended needs no confirmation."),
  NOTHING_TO_CONFIRM(
      409,
      "The operation does not need this confirmation",
      "Read the operation; it needs a confirmation of each listed device without a phase."),
  TOO_MANY_DEVICES(
      409,
      "The backend has reported too many individual devices in this epoch",
      "Leave data.devices out to report on all devices of the backend at once."),

  LOG_GONE(
      410,
      "The log does not have these entries",
      "Read the present state, then follow the log from the position in the detail."),

  VERSION_CONFLICT(
      412,
      "The resource does not meet If-Match or If-None-Match",
      "Read the resource again, then repeat the request with its present ETag, or without the header."),

  TOO_LARGE(
      413,
      "The request or the input is too large",
      "Make it smaller, or split it into several requests."),
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
      "The guest spec is invalid",
      "Correct the spec; the detail, or each of the faults, says what is wrong."),
  DEVICE_ORDER_CIRCULAR(
      422,
      "Devices wait for each other in a circle",
      "Remove one device of the circle in the detail from the after of another."),
  NOT_A_BACKUP(
      422,
      "The body is not a backup that this okayd can restore",
      "Send the complete, unchanged output of okayd backup; restore the backup of a later version with that version."),
  UNKNOWN_PLATFORM(
      422,
      "The platform is not known",
      "Use a name that the detail lists, or add the platform to okayd.platforms.directory (--platforms of a command)."),
  DUPLICATE_DEVICE(
      422,
      "Two devices or bridges have the same name",
      "Give each device and each bridge of the guest its own name."),
  NO_FREE_SLOT(
      422,
      "The platform has too few free slots for the devices and spare slots",
      "Ask for fewer devices or spare slots, or use a platform with more slots."),
  SLOT_NOT_IN_BASE_TREE(
      422,
      "A slot has no node in the base tree",
      "Use the base tree of a machine of this platform."),
  SLOT_CONFLICT(
      422,
      "The base tree does not fit the plan",
      "Choose another slot, or correct the base tree; the detail says what does not fit."),
  SLOT_OUT_OF_RANGE(
      422,
      "The pin is outside of the slots of the platform",
      "Choose a slot in the range of the detail, or pin the interrupt, too, if the detail asks for it."),
  SLOT_NOT_SERVED(
      422,
      "The backend's daemon does not serve the slot",
      "Choose a slot in the range of the detail, or another daemon."),
  SLOT_NOT_THE_TOOLSTACKS(
      422,
      "The toolstack assigns another slot to the device",
      "Change the order of the devices in the spec, or leave the pin out."),
  DEVICE_WOULD_MOVE(
      422,
      "A device would lose the slot of its previous plan",
      "Pin one of the two devices to another slot, or plan without the previous plan (delete and create the guest, or okayd plan --fresh)."),
  INTERRUPT_OUT_OF_REACH(
      422,
      "The interrupt is above the last one that this xl gives the guest",
      "Use a newer xl, or another slot."),
  SLOTS_OVERLAP(
      422,
      "Two slots or bridges of the guest overlap",
      "Pin a device elsewhere; the detail names both parties."),
  INTERRUPT_SHARED(
      422,
      "Two slots or bridges of the guest share an interrupt",
      "Give one device another slot or interrupt; the detail names both parties."),
  MAP_CONFLICT(
      422,
      "A slot or a bridge overlaps another range of the guest's address map",
      "Choose a slot outside of the range in the detail."),
  RAM_CONFLICT(
      422,
      "A slot or a bridge overlaps the guest's RAM",
      "Choose a slot outside of the RAM, or correct machine.ram in the spec."),
  INTERRUPT_TAKEN(
      422,
      "Another part of the guest has the interrupt",
      "Choose a slot with another interrupt; the detail names the owner."),
  INTERRUPT_PASSED_THROUGH(
      422,
      "A passed-through interrupt is also that of a slot, a bridge or the UART",
      "Choose a slot with another interrupt, leave machine.vuart out, or do not pass the interrupt through."),
  NEIGHBOUR_CONFLICT(
      422,
      "A device of another guest with the same backend has the range",
      "Move the device to another window or slot, or make it gated, as the detail says."),
  WINDOW_MISSING(
      422,
      "The spec must set the window of slots on this platform",
      "Set window.base and window.interrupt in the spec."),
  WINDOW_FIXED(
      422,
      "The platform determines the window of slots",
      "Leave window out of the spec, or use the platform custom."),
  TOO_MANY_BACKENDS(
      422,
      "The guest needs more backends or ioreq servers than the platform allows",
      "Serve the devices from fewer backends, or by a daemon with one ioreq server for all of its devices."),
  NO_BRIDGE(
      422,
      "The platform has fewer PCI host bridges than the spec asks for",
      "Use fewer bridges, or a platform that has more PCI host bridges."),
  NOT_IN_THIS_RELEASE(
      422,
      "The release of the hypervisor does not support the spec",
      "Change the spec as the detail says, or use a later release and set version to it."),
  REBIND_NOT_POSSIBLE(
      422,
      "A guest must not probe the device before its backend is ready",
      "Make the device gated, or set machine.trapUnmappedAccesses or machine.createdPaused as the detail says."),
  GRANTS_NOT_POSSIBLE(
      422,
      "The spec's choice of grants is not possible",
      "Change grants, the domid, slotKind or the platform; the detail says which."),
  PHANDLE_OUT_OF_RANGE(
      422,
      "A phandle is above the highest one that the hypervisor accepts",
      "Give the nodes of the base tree lower phandles."),
  TREE_TOO_LARGE(
      422,
      "The guest's tree is too large for the hypervisor",
      "Use fewer spare slots, bridges or devices, or a smaller base tree."),
  UNKNOWN_EVENT_TYPE(
      422, "The event type is not known", "Use an event type that the detail lists."),

  INTERNAL(500, "okayd failed", "Report the bug with the lines of okayd's log."),
  OVERLOADED(
      503,
      "okayd is overloaded",
      "Repeat the request later; an HTTP answer has the time in Retry-After."),
  TOO_MANY_STREAMS(
      503, "Too many streams are open", "End a stream, or raise okayd.log.stream.most."),
  STORE_UNAVAILABLE(
      503,
      "The store is unavailable",
      "Repeat the request, with the same Idempotency-Key if it has one; if it fails again, read okayd's log and /q/health."),
  STORE_FULL(
      507,
      "The disk of the store is full",
      "Free space on the disk of okayd.store.directory, or on that of the PostgreSQL server.");

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
