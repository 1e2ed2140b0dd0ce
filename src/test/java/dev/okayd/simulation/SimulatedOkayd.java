package dev.okayd.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.attach.reconcile.LiveDevices;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.backup.BackupAssembly;
import dev.okayd.channel.Agent;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Hello;
import dev.okayd.clock.ClockJumps;
import dev.okayd.clock.SteadyClock;
import dev.okayd.document.DocumentMappers;
import dev.okayd.error.OkaydException;
import dev.okayd.eventlog.EventLog;
import dev.okayd.eventlog.EventLogAssembly;
import dev.okayd.guest.api.GuestAssembly;
import dev.okayd.guest.planning.GuestChangeListener;
import dev.okayd.plan.planner.Planner;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.readiness.registration.ReadinessAssembly;
import dev.okayd.replica.Claims;
import dev.okayd.replica.Heartbeats;
import dev.okayd.store.RestoreParticipant;
import dev.okayd.store.json.StoredJson;
import dev.okayd.store.json.StoredJsonAssembly;
import dev.okayd.testing.SignedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * One process of okayd: its real parts, with the world's time and network in place of threads and
 * sockets. A kill loses everything except the store.
 */
final class SimulatedOkayd implements ReconcileTrigger, GuestChangeListener {
  private static final Planner PLANNER = new Planner(Platforms.shipped());
  private static final ObjectMapper MAPPER =
      DocumentMappers.json().registerModule(new JavaTimeModule());
  private static final StoredJson JSON = StoredJsonAssembly.json(MAPPER);
  private static final Duration RESYNC = Duration.ofSeconds(30);

  /** okayd sends the reply later. */
  private static final Reply LATER = new Reply.Nothing();

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration DEAD_AFTER = Duration.ofSeconds(25);

  private final String name;
  private final World world;
  private final PlantedBug bug;
  private final SteadyClock clock;
  private final ClockJumps jumps;
  private final EventLog log;
  private final Heartbeats heartbeats;
  private final BackupAssembly backup;
  private final Map<String, Long> seenBeats = new HashMap<>();
  private final GuestAssembly guests;
  private final ReadinessAssembly readiness;
  private final ReadinessAssembly.Service service;
  private final AttachAssembly attach;
  private final SimulatedInbox inbox;
  private final Set<String> queue = new LinkedHashSet<>();
  private final Map<String, Long> timers = new HashMap<>();
  private final Map<String, List<Runnable>> waiting = new HashMap<>();

  /** Operations that an okayd with a bug has recorded as finished for ever. */
  private final Set<String> drained = new HashSet<>();

  private boolean dead;
  private long pausedUntil;

  SimulatedOkayd(String id, World world, PlantedBug bug) {
    this.name = id;
    this.world = world;
    this.bug = bug;
    // replicas use the time of their shared database
    Clock wall = world.hasReplicas() ? new WallClock(world.time(), 0) : world.clock();
    this.clock = new SteadyClock(wall, () -> world.time().nowMicros() * 1000);
    Clock decisive = bug == PlantedBug.THE_WALL_CLOCK_DECIDES ? wall : clock;
    StoredJson json =
        bug == PlantedBug.LATER_VERSIONS_ARE_NOT_READ ? StoredJsonAssembly.strict(MAPPER) : JSON;
    log = EventLogAssembly.log(json, MAPPER, decisive);
    jumps = new ClockJumps(world.store(), log, clock);
    guests = new GuestAssembly(world.store(), log, json, this, PLANNER, decisive);
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
            this,
            new Claims(id, decisive, DEAD_AFTER),
            List.of(readiness.putBack(this::live)),
            decisive);
    heartbeats = new Heartbeats(id, decisive, DEAD_AFTER);
    LiveDevices live =
        bug == PlantedBug.UNMANAGED_DEVICES_ARE_NOT_COUNTED
            ? new ManagedDevicesAlone(attach.live())
            : attach.live();
    service =
        bug == PlantedBug.LEASES_END_WHILE_STOPPED
            ? readiness.completeWithoutListeningPeriod(live, this)
            : readiness.complete(live, this);
    inbox = new SimulatedInbox(attach, world, bug);
    backup = new BackupAssembly(world.store(), log, participants(decisive), decisive);
  }

  private LiveDevices live() {
    return attach.live();
  }

  private List<RestoreParticipant> participants(Clock decisive) {
    List<RestoreParticipant> all = new ArrayList<>();
    all.add(guests.restore());
    if (bug != PlantedBug.RESTORE_BELIEVES_THE_BACKUP) {
      all.add(attach.restore(decisive));
    }
    if (bug != PlantedBug.RESTORE_BRINGS_BACK_READINESS) {
      all.add(readiness.restore(attach.live()));
    }
    return all;
  }

  String name() {
    return name;
  }

  boolean isUp() {
    return !dead;
  }

  /** Whether it receives messages. */
  boolean isReceiving() {
    return !dead && !isPaused();
  }

  /** The hypervisor, or a slow disk, pauses it. */
  void pause(long micros) {
    world.trace("%s is paused for %d ms", name, micros / 1000);
    world.pausing(this, micros);
    pausedUntil = Math.max(pausedUntil, world.time().nowMicros() + micros);
  }

  private boolean isPaused() {
    return world.time().nowMicros() < pausedUntil;
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

  /** Drops all but the last entries of the log. */
  void trim(int keepEntries) {
    request(() -> EventLogAssembly.trim(world.store(), clock, keepEntries));
  }

  private void beat() {
    try {
      world.store().inTransaction(heartbeats::beat).forEach(this::reconcile);
    } catch (OkaydException refusedByTheDisk) {
      world.trace("a heartbeat is missing");
    }
    later(HEARTBEAT.toNanos() / 1000, this::beat);
  }

  private void followClock() {
    try {
      if (!world.hasReplicas()) {
        var unused = jumps.follow();
        world.noticedClock();
      }
    } catch (OkaydException refusedByTheDisk) {
      world.trace("recorded times do not follow the clock yet");
    }
    later(1_000_000, this::followClock);
  }

  private void readXenstore() {
    world.backends().values().stream()
        .filter(SimulatedBackend::isInXenstore)
        .forEach(backend -> read(backend, backend.key(), clock.mark()));
    later(1_000_000, this::readXenstore);
  }

  /** Records a reading after a delay, in which the xenstore and okayd may change. */
  private void read(SimulatedBackend backend, SimulatedBackend.Key key, Supplier<Instant> readAt) {
    long readMicros = world.time().nowMicros();
    boolean beats = key.beats() != seenBeats.getOrDefault(backend.name(), -1L);
    seenBeats.put(backend.name(), key.beats());
    if (key.isReady() && !beats) {
      return;
    }
    later(
        world.faults().delayMicros(),
        () -> {
          try {
            world
                .store()
                .onNextCommit(
                    () -> {
                      if (isRecorded(backend.name(), readAt.get())) {
                        world
                            .oracle()
                            .read(backend.name(), key, SimulatedBackend.TTL_SECONDS, readMicros);
                      }
                    });
            boolean taken =
                service.read(
                    backend.name(),
                    key.isReady(),
                    Integer.toString(key.epoch()),
                    SimulatedBackend.TTL_SECONDS,
                    bug == PlantedBug.STALE_READINGS_COUNT ? clock::instant : readAt);
            world.store().forgetNotices();
            if (!taken) {
              seenBeats.remove(backend.name());
            }
          } catch (OkaydException refusedByTheDisk) {
            seenBeats.remove(backend.name());
          }
        });
  }

  private boolean isRecorded(String backend, Instant readAt) {
    return bug == PlantedBug.STALE_READINGS_COUNT
        || world
            .store()
            .read(
                handle ->
                    ReadinessAssembly.isFromReading(
                        handle, backend, readAt, SimulatedBackend.TTL_SECONDS));
  }

  /** Another replica may have made a change. */
  void appendedElsewhere() {
    later(
        2_000,
        () ->
            world
                .guests()
                .keySet()
                .forEach(
                    guest -> {
                      reconcile(guest);
                      wake(guest);
                    }));
  }

  private void expire() {
    try {
      service.expire();
    } catch (OkaydException refusedByTheDisk) {
      world.trace("the end of a lease is not recorded");
    }
    later(1_000_000, this::expire);
  }

  /** Starts the periodic work, and reconciles every guest like a new process. */
  void start() {
    guarded(this::begin);
    later(0, this::beat);
    later(0, this::expire);
    later(0, this::followClock);
    later(0, this::readXenstore);
    if (bug != PlantedBug.NO_RECONCILIATION) {
      resync();
    }
  }

  private void begin() {
    try {
      if (!world.hasReplicas() && bug != PlantedBug.THE_WALL_CLOCK_DECIDES) {
        var unused = jumps.followLastRun();
        world.noticedClock();
      }
      world.store().inTransaction(this::begins);
    } catch (OkaydException refusedByTheDisk) {
      // okayd does not start without its store; a supervisor restarts it
      world.okaydCrashed(this);
    }
  }

  private List<String> begins(Handle handle) {
    if (!world.hasReplicas()) {
      // okayd holds the lock of the directory, so every other process on it has ended
      heartbeats.deleteOthers(handle);
    }
    return heartbeats.beat(handle);
  }

  private void resync() {
    world.store().read(handle -> guests.store().names(handle)).forEach(this::reconcile);
    later(RESYNC.toNanos() / 1000, this::resync);
  }

  void kill() {
    dead = true;
  }

  private void later(long micros, Runnable what) {
    world
        .time()
        .inMicros(
            micros,
            () -> {
              if (dead) {
                return;
              }
              if (isPaused()) {
                later(pausedUntil - world.time().nowMicros(), what);
              } else {
                guarded(what);
              }
            });
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (OkaydCrash crash) {
      world.okaydCrashed(this);
    }
  }

  @Override
  public void guestChanged(String guest) {
    reconcile(guest);
  }

  @Override
  public void reconcile(String guest) {
    if (bug == PlantedBug.NO_RECONCILIATION && world.chance().happens(0.5)) {
      return;
    }
    if (queue.add(guest)) {
      later(world.chance().micros(500, 5_000, 0.1), () -> reconcileNow(guest));
    }
  }

  @Override
  public void reconcileGuestsOf(String backend) {
    world.store().read(handle -> attach.guestsOf(handle, backend)).forEach(this::reconcile);
  }

  private void reconcileNow(String guest) {
    queue.remove(guest);
    inbox.beforeReconcile();
    try {
      AttachAssembly.Reconciled result = attach.reconcile(guest);
      if (result.hasCommand()) {
        wake(guest);
      }
      long timer = timers.getOrDefault(guest, 0L) + 1;
      timers.put(guest, timer);
      result
          .dueAt()
          .ifPresent(
              at ->
                  later(
                      Math.max(
                          50_000, Duration.between(world.clock().instant(), at).toNanos() / 1000),
                      () -> {
                        if (timers.getOrDefault(guest, 0L) == timer) {
                          reconcile(guest);
                        }
                      }));
    } catch (OkaydException refusedByTheDisk) {
      later(5_000_000, () -> reconcile(guest));
    }
  }

  /** Long polls of this guest's agent check for a command again. */
  private void wake(String guest) {
    Optional.ofNullable(waiting.remove(guest)).orElse(List.of()).forEach(Runnable::run);
  }

  private void serve(Consumer<Reply> reply, Supplier<Reply> what) {
    if (dead) {
      reply.accept(Reply.NOTHING);
      return;
    }
    if (isPaused()) {
      world.time().inMicros(pausedUntil - world.time().nowMicros(), () -> serve(reply, what));
      return;
    }
    try {
      Reply answer = what.get();
      if (answer != LATER) {
        reply.accept(answer);
      }
    } catch (OkaydException refusal) {
      world.trace("okayd refuses: %s", refusal.code().code());
      reply.accept(new Reply.Refused(refusal.code()));
    } catch (OkaydCrash crash) {
      world.okaydCrashed(this);
    }
  }

  void session(Agent agent, Consumer<Reply> reply) {
    serve(reply, () -> Reply.done(inbox.session(agent)));
  }

  void hello(Agent agent, Hello hello, Runnable onTaken, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          world
              .store()
              .onNextCommit(
                  () -> {
                    onTaken.run();
                    world.represented(agent.guest());
                  });
          inbox.hello(agent, hello);
          return Reply.done();
        });
  }

  void next(Agent agent, String bootId, long uptimeMillis, Duration wait, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          Optional<Command> now = inbox.next(agent, bootId, uptimeMillis);
          if (now.isPresent()) {
            return Reply.done(now.get());
          }
          await(agent, bootId, wait, reply);
          return LATER;
        });
  }

  /** Replies to a long poll once: when there may be a command, or at its timeout. */
  private void await(Agent agent, String bootId, Duration wait, Consumer<Reply> reply) {
    boolean[] done = new boolean[1];
    Runnable again =
        () -> {
          if (!done[0]) {
            done[0] = true;
            serve(
                reply,
                () -> inbox.nextLater(agent, bootId).map(Reply::done).orElseGet(Reply::done));
          }
        };
    waiting.computeIfAbsent(agent.guest(), name -> new ArrayList<>()).add(again);
    later(wait.toNanos() / 1000, again);
  }

  void go(Agent agent, String bootId, String commandId, Consumer<Reply> reply) {
    serve(reply, () -> Reply.done(inbox.go(agent, bootId, commandId)));
  }

  void report(Agent agent, CommandReport report, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          inbox.report(agent, report);
          return Reply.done();
        });
  }

  void event(SimulatedBackend.Sent sent, Consumer<Reply> reply) {
    Instant receivedAt = clock.instant();
    long atMicros = world.time().nowMicros();
    serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().received(sent, atMicros));
          if (bug == PlantedBug.RENEWALS_ARE_FORGOTTEN && world.oracle().isRenewal(sent)) {
            return Reply.done();
          }
          SignedEvent event =
              bug == PlantedBug.LEASES_NEVER_END ? sent.withoutLease() : sent.event();
          service.accept(
              event.body().getBytes(StandardCharsets.UTF_8),
              event.id(),
              Long.toString(event.timestamp()),
              event.signature(),
              bug == PlantedBug.LEASES_BEGIN_WHEN_RECORDED ? clock.instant() : receivedAt);
          return Reply.done();
        });
  }

  /** Whether okayd's records show no device of this backend in any guest. */
  boolean recordsReleased(String backend) {
    return !dead
        && world
            .store()
            .read(
                handle ->
                    attach.recorded(handle).stream()
                        .noneMatch(
                            device -> device.backend().equals(backend) && device.mayBeLive()));
  }

  void drain(String backend, int epoch, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().drains(backend, epoch));
          String operation = service.drain(backend, Integer.toString(epoch));
          if (bug == PlantedBug.DRAINED_ONCE_IS_DRAINED_FOR_EVER && service.isDrained(operation)) {
            drained.add(operation);
          }
          return Reply.done(operation);
        });
  }

  void cancelDrain(String backend, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          world.store().onNextCommit(() -> world.oracle().drainCancelled(backend));
          service.cancelDrain(backend);
          return Reply.done();
        });
  }

  /** The guests for which an operation awaits a person's confirmation. */
  List<String> awaitingConfirmation(String operation) {
    try {
      return dead || isPaused() ? List.of() : service.awaitingConfirmation(operation);
    } catch (OkaydException | OkaydCrash e) {
      return List.of();
    }
  }

  void confirm(String operation, String guest, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          if (!world.guest(guest).runs()) {
            service.confirm(operation, guest);
          }
          return Reply.done();
        });
  }

  /** The state as one file. */
  byte[] backup() {
    return backup.make();
  }

  /** Restores the state from a backup. */
  void restore(byte[] file, Runnable restored) {
    request(
        () -> {
          world.store().onNextCommit(restored);
          backup.restore(file);
          inbox.restored();
          world.guests().keySet().forEach(this::reconcile);
        });
  }

  void isDrained(SimulatedBackend backend, int epoch, String operation, Consumer<Reply> reply) {
    serve(
        reply,
        () -> {
          inbox.beforeDrainIsJudged();
          boolean isDrained = drained.contains(operation) || service.isDrained(operation);
          if (isDrained && backend.serves() && backend.epoch() == epoch) {
            world.oracle().reportsDrained(backend.name());
          }
          return Reply.done(isDrained);
        });
  }

  /** A request of a person or an orchestrator, who sees refusals. */
  void request(Runnable what) {
    serve(
        reply -> {
          // the result shows in the state
        },
        () -> {
          what.run();
          return Reply.done();
        });
  }
}
