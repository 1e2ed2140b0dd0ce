package dev.okayd.attach;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;

/** Why an attachment is in its phase. */
public enum Reason {
  /** The guest has just booted. */
  GUEST_BOOTED("GuestBooted"),
  /** No agent of this guest has sent HELLO yet. */
  GUEST_ABSENT("GuestAbsent"),
  /** The guest has booted a tree of another plan. */
  PLAN_MISMATCH("PlanMismatch"),
  /** Another device may still be live in the slot, or the device itself in the slot that it had. */
  SLOT_TAKEN("SlotTaken"),
  /** The overlay has to name the backend's domain, which the plan does not know. */
  DOMID_UNKNOWN("DomidUnknown"),
  /** The agent of the guest is not able to do it. */
  AGENT_UNABLE("AgentUnable"),
  /** Another device of the guest has to be bound first. */
  AWAITS_DEVICE("AwaitsDevice"),
  /** A person has to apply or remove the overlay, and to confirm it. */
  AWAITS_PERSON("AwaitsPerson"),
  /** The intent of the device is detached. */
  UNWANTED("Unwanted"),
  /** The guest has the device from its start. */
  BOOT_SLOT("BootSlot"),
  /** Persons apply and remove the overlay, without a word to okayd. */
  APPLIED_BY_HAND("AppliedByHand"),
  /** The backend is not registered. */
  BACKEND_UNKNOWN("BackendUnknown"),
  /** The backend has not reported ready, or has withdrawn it. */
  BACKEND_NOT_READY("BackendNotReady"),
  /** The agent found the overlay applied, or not, otherwise than was recorded. */
  FOUND("Found"),
  /** A backup was restored; what the guest has now is not known. */
  RESTORED("Restored"),
  /** The guest was put back to an earlier state of itself; what it has now is not known. */
  GUEST_PUT_BACK("GuestPutBack"),
  /** The agent has sent nothing for a while. */
  GUEST_UNREACHABLE("GuestUnreachable"),
  /** An attempt did not work, and the next one has a time. */
  RETRYING("Retrying"),
  /** A command is on its way. */
  COMMAND_SENT("CommandSent"),
  /** The overlay is applied; the driver is waited for. */
  NO_DRIVER_YET("NoDriverYet"),
  /** The guest has proved it. */
  PROVED("Proved"),
  /** The backend says that it is about to stop. */
  BACKEND_DRAINING("BackendDraining"),
  /** The backend is lost. */
  BACKEND_LOST("BackendLost"),
  /** The backend has restarted. */
  BACKEND_RESTARTED("BackendRestarted"),
  /** The agent did not answer any attempt. */
  NO_ANSWER("NoAnswer"),
  /** The agent's own rules forbid it. */
  REFUSED("Refused"),
  /** The guest uses the device, so it was not taken away. */
  DEVICE_BUSY("DeviceBusy"),
  /** The kernel did not do it. */
  KERNEL_REFUSED("KernelRefused"),
  /** The overlay is applied, and no driver came. */
  NOT_BOUND("NotBound"),
  /** A device of another type is in the slot. */
  WRONG_DEVICE("WrongDevice"),
  /** What the agent says and what it proves do not agree. */
  CONTRADICTION("Contradiction"),
  /** A later version of okayd knows the device's type, and this one does not. */
  TYPE_UNKNOWN("TypeUnknown"),
  /** A later version of okayd has decided it; the message says why. */
  @JsonEnumDefaultValue
  UNKNOWN("Unknown");

  private final String word;

  Reason(String word) {
    this.word = word;
  }

  @JsonValue
  @Override
  public String toString() {
    return word;
  }
}
