package dev.okayd.simulation;

/** Bugs that somebody could write, planted to see whether the simulation finds them. */
enum PlantedBug {
  /** okayd as it is. */
  NONE,
  /** "Go" is answered without looking whether the command still holds. */
  GO_WITHOUT_LOOKING,
  /** A message that is older than one that was taken already is taken as well. */
  LATE_MESSAGES_TAKEN,
  /** A late HELLO brings a boot back that another one has followed. */
  OLD_BOOTS_COME_BACK,
  /** The event that was received last counts, whatever its epoch and sequence. */
  LAST_EVENT_COUNTS,
  /** "Ready" holds for ever, whatever its lease says. */
  LEASES_NEVER_END,
  /** "Applied" counts as bound, without proof. */
  APPLIED_IS_BOUND,
  /** An event is acknowledged before it is on the disk. */
  ACKNOWLEDGED_BEFORE_DURABLE,
  /** What HELLO does not list counts as proved to be absent. */
  UNLISTED_IS_ABSENT,
  /** Nobody is woken by a change, and nobody looks now and then either. */
  NOBODY_LOOKS,
  /** A report counts for the present command, whichever it was made for. */
  REPORTS_OF_ANY_COMMAND,
  /** A boot of the tree of another plan counts as one of the present plan. */
  PLAN_IS_NOT_COMPARED
}
