package dev.okayd.simulation;

/** Plausible bugs, planted to test whether the simulation finds them. */
enum PlantedBug {
  /** No bug. */
  NONE(0),
  /** okayd answers "go" without checking that the command is still valid. */
  GO_WITHOUT_CHECK(5),
  /** okayd accepts a message that is older than an accepted one. */
  LATE_MESSAGES_ACCEPTED(1530),
  /** A late HELLO restores a boot that a later one has superseded. */
  SUPERSEDED_BOOTS_RETURN(91),
  /** The last received event counts, regardless of its epoch and sequence. */
  LAST_EVENT_COUNTS(18),
  /** "Ready" never expires, even with a lease. */
  LEASES_NEVER_EXPIRE(163),
  /** "Applied" counts as bound, without proof. */
  APPLIED_IS_BOUND(52),
  /** okayd acknowledges an event before it is on the disk. */
  ACKNOWLEDGED_BEFORE_DURABLE(4),
  /** A device that HELLO does not list counts as proved absent. */
  UNLISTED_IS_ABSENT(1),
  /** Changes do not trigger reconciliation, and there is no periodic one. */
  NO_RECONCILIATION(22),
  /** A report for any command counts for the current command. */
  REPORTS_OF_ANY_COMMAND(0),
  /** A boot with the tree of another plan counts as one of the current plan. */
  PLAN_IS_NOT_COMPARED(19),
  /** Drains count only devices that okayd enabled, and no boot slots or bridges. */
  UNMANAGED_DEVICES_ARE_NOT_COUNTED(2),
  /** okayd forgets the devices in boot slots and bridges as soon as the plan no longer has them. */
  FORMER_DEVICES_ARE_FORGOTTEN(574),
  /** After a restore, okayd assumes that exactly the devices of the backup's time are live. */
  RESTORE_TRUSTS_THE_BACKUP(315),
  /** After a restore, backends have the readiness of the backup's time. */
  RESTORE_BRINGS_BACK_READINESS(4),
  /** A finished drain stays finished, even if okayd later plans or finds a device. */
  FINISHED_DRAINS_STAY_FINISHED(1068),
  /** Generations start over with each restore. */
  GENERATIONS_GO_BACK(127),
  /** The wall clock decides leases and waits. */
  THE_WALL_CLOCK_DECIDES(452),
  /** Leases expire while okayd is stopped and cannot receive renewals. */
  LEASES_EXPIRE_WHILE_STOPPED(34),
  /** A backend that has sent no event yet counts as lost. */
  SILENCE_IS_LOSS(34),
  /** A device that may be live has no address any more once the plan has dropped it. */
  DROPPED_DEVICES_HAVE_NO_ADDRESS(95),
  /** A reading of the xenstore counts from the time of its recording. */
  STALE_READINGS_COUNT(98),
  /** A lease begins when okayd records the event. */
  LEASES_BEGIN_WHEN_RECORDED(1198),
  /** okayd refuses a guest that was restored from a snapshot until its uptime has caught up. */
  RESTORED_GUESTS_ARE_REFUSED(391),
  /** okayd assumes that a guest that was restored from a snapshot has its latest devices. */
  RESTORED_GUESTS_ARE_TRUSTED(1694),
  /** A reader of the log checks which entries exist, and reads them a moment later. */
  GAPS_WITHOUT_NOTICE(42),
  /** After a restore, the log continues the numbers of the backup. */
  LOG_NUMBERS_REPEAT(811),
  /** The ETag of a guest covers its plan only, although the representation includes its boot. */
  ETAGS_OMIT_BOOTS(1),
  /** okayd cannot read documents with a field of a later version. */
  LATER_VERSIONS_ARE_NOT_READ(1),
  /** A repeated event does not extend the lease. */
  RENEWALS_ARE_IGNORED(2);

  private final long foundBy;

  /** A bug, and the seed of a schedule that finds it; the search tries it first. */
  PlantedBug(long foundBy) {
    this.foundBy = foundBy;
  }

  /** The seed of the schedule with this number. */
  long seed(long number) {
    if (this == NONE) {
      return number;
    }
    return number == 0 ? foundBy : number - 1;
  }
}
