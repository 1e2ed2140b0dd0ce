package dev.okayd.simulation;

/** Bugs that somebody could write, planted to see whether the simulation finds them. */
enum PlantedBug {
  /** okayd as it is. */
  NONE(0),
  /** "Go" is answered without looking whether the command still holds. */
  GO_WITHOUT_LOOKING(5),
  /** A message that is older than one that was taken already is taken as well. */
  LATE_MESSAGES_TAKEN(1530),
  /** A late HELLO brings a boot back that another one has followed. */
  OLD_BOOTS_COME_BACK(91),
  /** The event that was received last counts, whatever its epoch and sequence. */
  LAST_EVENT_COUNTS(18),
  /** "Ready" holds for ever, whatever its lease says. */
  LEASES_NEVER_END(163),
  /** "Applied" counts as bound, without proof. */
  APPLIED_IS_BOUND(52),
  /** An event is acknowledged before it is on the disk. */
  ACKNOWLEDGED_BEFORE_DURABLE(4),
  /** What HELLO does not list counts as proved to be absent. */
  UNLISTED_IS_ABSENT(1),
  /** Nobody is woken by a change, and nobody looks now and then either. */
  NOBODY_LOOKS(22),
  /** A report counts for the present command, whichever it was made for. */
  REPORTS_OF_ANY_COMMAND(0),
  /** A boot of the tree of another plan counts as one of the present plan. */
  PLAN_IS_NOT_COMPARED(19),
  /** Drains count the devices that okayd enabled, and neither boot slots nor bridges. */
  UNMANAGED_DEVICES_ARE_NOT_COUNTED(2),
  /**
   * What a plan had in boot slots and bridges is forgotten as soon as the plan has it no longer.
   */
  FORMER_DEVICES_ARE_FORGOTTEN(574),
  /** After a restore what was live when the backup was made is believed to be live, and no more. */
  RESTORE_BELIEVES_THE_BACKUP(315),
  /** After a restore backends are what they had said when the backup was made. */
  RESTORE_BRINGS_BACK_READINESS(4),
  /** A drain that has come to its end stays there, whatever is planned or found after that. */
  DRAINED_ONCE_IS_DRAINED_FOR_EVER(1068),
  /** Generations begin anew with each restore. */
  GENERATIONS_GO_BACK(127),
  /** Leases and waits go by the wall clock. */
  THE_WALL_CLOCK_DECIDES(452),
  /** Leases that ended while okayd was stopped are over, though nobody listened. */
  LEASES_END_WHILE_NOBODY_LISTENS(34),
  /** A backend that has said nothing yet counts as lost. */
  SILENCE_IS_LOSS(34),
  /** What may be live cannot be asked for any more once the plan has dropped it. */
  DROPPED_DEVICES_HAVE_NO_ADDRESS(95),
  /** A reading of the xenstore counts as of the moment at which it is recorded. */
  STALE_READINGS_COUNT(98),
  /** A lease begins when the event is recorded. */
  LEASES_BEGIN_WHEN_RECORDED(1198),
  /** A guest that is put back to a snapshot is refused until its uptime has caught up. */
  PUT_BACK_GUESTS_ARE_REFUSED(391),
  /** A guest that is put back to a snapshot is believed to have what it had last. */
  PUT_BACK_GUESTS_ARE_BELIEVED(1694),
  /** A reader of the log looks what is kept, and reads a moment later. */
  GAPS_WITHOUT_A_WORD(42),
  /** After a restore the log counts on from where the backup was. */
  THE_LOG_COUNTS_ANEW(811),
  /** The ETag of a guest is that of its plan, though its boot is shown as well. */
  ETAGS_DO_NOT_TELL_BOOTS(1),
  /** Documents with a field that a later version has added cannot be read. */
  LATER_VERSIONS_ARE_NOT_READ(1),
  /** What is said again extends no lease. */
  RENEWALS_ARE_FORGOTTEN(2);

  private final long foundBy;

  /** A bug, and the seed of a schedule that finds it, which is tried before all others. */
  PlantedBug(long foundBy) {
    this.foundBy = foundBy;
  }

  /** The seed of the schedule that comes after so many. */
  long seed(long number) {
    if (this == NONE) {
      return number;
    }
    return number == 0 ? foundBy : number - 1;
  }
}
