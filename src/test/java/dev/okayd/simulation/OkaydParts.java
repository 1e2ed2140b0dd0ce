package dev.okayd.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.attach.reconcile.LiveDevices;
import dev.okayd.backup.BackupAssembly;
import dev.okayd.clock.ClockJumps;
import dev.okayd.clock.SteadyClock;
import dev.okayd.document.DocumentMappers;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.EventLogAssembly;
import dev.okayd.guest.api.GuestAssembly;
import dev.okayd.plan.planner.Planner;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.readiness.registration.ReadinessAssembly;
import dev.okayd.replica.Claims;
import dev.okayd.replica.Heartbeats;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.json.StoredJson;
import dev.okayd.store.json.StoredJsonAssembly;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The real parts of one process of okayd, assembled without Quarkus, with its planted bug. */
final class OkaydParts {
  private static final Planner PLANNER = new Planner(Platforms.shipped());
  private static final ObjectMapper MAPPER =
      DocumentMappers.json().registerModule(new JavaTimeModule());
  private static final StoredJson JSON = StoredJsonAssembly.json(MAPPER);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(25);

  private final PlantedBug bug;
  private final SteadyClock clock;
  private final ClockJumps jumps;
  private final EventLog log;
  private final Heartbeats heartbeats;
  private final BackupAssembly backup;
  private final GuestAssembly guests;
  private final ReadinessAssembly readiness;
  private final ReadinessAssembly.Service service;
  private final AttachAssembly attach;

  OkaydParts(String id, World world, PlantedBug bug, ReconcileQueue queue) {
    this.bug = bug;
    // replicas use the time of their shared database
    Clock wall = world.hasReplicas() ? new WallClock(world.time(), 0) : world.clock();
    this.clock = new SteadyClock(wall, () -> world.time().nowMicros() * 1000);
    Clock decisive = bug == PlantedBug.THE_WALL_CLOCK_DECIDES ? wall : clock;
    StoredJson json =
        bug == PlantedBug.LATER_VERSIONS_ARE_NOT_READ ? StoredJsonAssembly.strict(MAPPER) : JSON;
    log = EventLogAssembly.log(json, MAPPER, decisive);
    jumps = new ClockJumps(world.store(), log, clock);
    guests = new GuestAssembly(world.store(), log, json, queue, PLANNER, decisive);
    readiness = new ReadinessAssembly(world.store(), log, decisive);
    attach =
        new AttachAssembly(
            world.store(),
            guests.guests(),
            guests.store(),
            guests.unmanaged(),
            guests.boots(),
            switch (bug) {
              case LAST_EVENT_COUNTS -> new LastEventCounts(readiness.backends());
              case SILENCE_IS_LOSS -> new SilenceIsLoss(readiness.backends());
              default -> readiness.backends();
            },
            log,
            json,
            queue,
            new Claims(id, decisive, DEAD_AFTER),
            List.of(readiness.putBack(this::live)),
            decisive);
    heartbeats = new Heartbeats(id, decisive, DEAD_AFTER);
    LiveDevices live =
        bug == PlantedBug.UNMANAGED_DEVICES_ARE_NOT_COUNTED
            ? new ManagedDevicesAlone(attach.live())
            : attach.live();
    service =
        bug == PlantedBug.LEASES_EXPIRE_WHILE_STOPPED
            ? readiness.completeWithoutListeningPeriod(live, queue)
            : readiness.complete(live, queue);
    backup = new BackupAssembly(world.store(), log, participants(decisive), decisive);
  }

  private LiveDevices live() {
    return attach.live();
  }

  private List<RestoreParticipant> participants(Clock decisive) {
    List<RestoreParticipant> all = new ArrayList<>();
    all.add(guests.restore());
    if (bug != PlantedBug.RESTORE_TRUSTS_THE_BACKUP) {
      all.add(attach.restore(decisive));
    }
    if (bug != PlantedBug.RESTORE_BRINGS_BACK_READINESS) {
      all.add(readiness.restore(attach.live()));
    }
    return all;
  }

  SteadyClock clock() {
    return clock;
  }

  ClockJumps jumps() {
    return jumps;
  }

  Heartbeats heartbeats() {
    return heartbeats;
  }

  BackupAssembly backup() {
    return backup;
  }

  ReadinessAssembly.Service service() {
    return service;
  }

  GuestAssembly guests() {
    return guests;
  }

  ReadinessAssembly readiness() {
    return readiness;
  }

  AttachAssembly attach() {
    return attach;
  }

  EventLog log() {
    return log;
  }
}
