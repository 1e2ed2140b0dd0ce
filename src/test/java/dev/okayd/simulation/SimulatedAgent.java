package dev.okayd.simulation;

import dev.okayd.channel.Agent;
import dev.okayd.channel.AppliedOverlay;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.GoAnswer;
import dev.okayd.channel.Hello;
import dev.okayd.channel.Proof;
import dev.okayd.error.ErrorCode;
import dev.okayd.plan.spec.GuestChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of the agent: the steps of src/main/guest/agent, one request at a time. */
final class SimulatedAgent {
  private static final Duration WAIT = Duration.ofSeconds(25);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SimulatedGuest guest;
  private final SimulatedKernel kernel;
  private final World world;
  private boolean dead;

  /** Whether its guest was restored. Then its sent messages are lost with its connections. */
  private boolean vanished;

  SimulatedAgent(SimulatedGuest guest, SimulatedKernel kernel, World world) {
    this.guest = guest;
    this.kernel = kernel;
    this.world = world;
  }

  void kill() {
    dead = true;
  }

  void vanish() {
    dead = true;
    vanished = true;
  }

  void start() {
    hello();
  }

  /** Resumes in the state of the snapshot: it waits for a command, and has no connection. */
  void resume() {
    later(Duration.ofMillis(50), this::poll);
  }

  /** Schedules its next step, unless it is killed before. */
  private void later(Duration delay, Runnable step) {
    world.time().in(delay, () -> alive(step));
  }

  /** Runs its next step when the guest is not paused; does nothing if it was killed. */
  private void alive(Runnable step) {
    long still = guest.pausedUntil() - world.time().nowMicros();
    if (dead) {
      return;
    }
    if (still > 0) {
      world.time().inMicros(still, () -> alive(step));
    } else {
      step.run();
    }
  }

  /** The uptime by the guest's own clock. */
  private long clockMicros() {
    return world.time().nowMicros() - kernel.pausedMicros();
  }

  private void request(Consumer<Consumer<Reply>> serve, Duration patience, Consumer<Reply> then) {
    world
        .network()
        .request(
            reply -> {
              if (!vanished) {
                serve.accept(reply);
              }
            },
            patience,
            reply -> alive(() -> then.accept(reply)));
  }

  private Agent identity() {
    return Agent.withToken(guest.name(), GuestChannel.HTTP, guest.token());
  }

  private long uptimeMillis() {
    return kernel.uptimeMillis(world.time().nowMicros());
  }

  /** Begins a session before HELLO, so that okayd recognizes the latest HELLO. */
  private void hello() {
    request(
        reply -> world.okayd().agents().session(identity(), reply),
        PATIENCE,
        reply -> {
          if (reply instanceof Reply.Done done) {
            hello((Long) done.answer().orElseThrow());
          } else {
            later(PAUSE, this::hello);
          }
        });
  }

  private void hello(long session) {
    List<AppliedOverlay> applied =
        kernel.applied().stream().map(path -> new AppliedOverlay(path, guest.proof(path))).toList();
    Hello hello =
        new Hello(
            kernel.bootId(),
            Optional.of(kernel.planDigest()),
            "6.1",
            "okayd-module",
            Optional.of(session),
            Optional.of(uptimeMillis()),
            Optional.of(applied),
            List.of());
    long sentAt = world.time().nowMicros();
    request(
        reply ->
            world
                .okayd()
                .agents()
                .hello(identity(), hello, () -> guest.helloAccepted(kernel), reply),
        PATIENCE,
        reply -> {
          if (reply instanceof Reply.Done) {
            poll();
          } else {
            if (reply instanceof Reply.Refused refused
                && refused.code() == ErrorCode.MESSAGE_LATE) {
              world.oracle().refusesHello(guest, sentAt);
            }
            later(PAUSE, this::hello);
          }
        });
  }

  private void poll() {
    long uptime = uptimeMillis();
    request(
        reply -> world.okayd().agents().next(identity(), kernel.bootId(), uptime, WAIT, reply),
        WAIT.plusSeconds(5),
        this::polled);
  }

  private void polled(Reply reply) {
    if (reply instanceof Reply.Done done) {
      done.answer()
          .ifPresentOrElse(
              command -> {
                world.trace(
                    "%s receives %s, %s",
                    guest.name(), ((Command) command).id(), ((Command) command).type());
                world.oracle().commanded(guest, kernel, (Command) command);
                ask((Command) command, clockMicros());
              },
              () -> later(Duration.ofMillis(5), this::poll));
    } else if (reply instanceof Reply.Refused refused && requiresHello(refused.code())) {
      later(PAUSE, this::hello);
    } else {
      later(PAUSE, this::poll);
    }
  }

  private static boolean requiresHello(ErrorCode code) {
    return code == ErrorCode.BOOT_UNKNOWN
        || code == ErrorCode.GUEST_NOT_FOUND
        || code == ErrorCode.MESSAGE_LATE;
  }

  /** Asks okayd whether the command is still valid: go or no-go. */
  private void ask(Command command, long fetchedAt) {
    long askedAt = clockMicros();
    if (askedAt - fetchedAt > command.validSeconds() * 1_000_000) {
      poll();
      return;
    }
    request(
        reply ->
            world.okayd().agents().go(identity(), kernel.bootId(), command.id().toString(), reply),
        PATIENCE,
        reply -> answered(command, fetchedAt, askedAt, reply));
  }

  private void answered(Command command, long fetchedAt, long askedAt, Reply reply) {
    if (reply instanceof Reply.Refused refused) {
      if (requiresHello(refused.code())) {
        hello();
      } else if (refused.code() == ErrorCode.STORE_FULL) {
        later(PAUSE, () -> ask(command, fetchedAt));
      } else {
        poll();
      }
    } else if (reply instanceof Reply.Done done) {
      GoAnswer go = (GoAnswer) done.answer().orElseThrow();
      if (clockMicros() - askedAt <= go.goSeconds() * 1_000_000) {
        execute(command);
      } else {
        ask(command, fetchedAt);
      }
    } else {
      later(PAUSE, () -> ask(command, fetchedAt));
    }
  }

  private void execute(Command command) {
    CommandReport.Result result =
        switch (command.type()) {
          case APPLY -> apply(command);
          case REMOVE -> remove(command);
          case BIND, UNBIND ->
              throw new IllegalStateException("No simulated device is of slot kind rebind");
        };
    // the kernel has applied it; the agent may die before its report
    later(
        Duration.ofMillis(world.chance().between(2, 200)),
        () -> report(new Outcome(command, result, guest.proof(command.path()), uptimeMillis())));
  }

  private CommandReport.Result apply(Command command) {
    if (world.faults().agentRefuses()) {
      return CommandReport.Result.REFUSED;
    }
    if (world.faults().kernelRefuses()) {
      return CommandReport.Result.FAILED;
    }
    world.oracle().applies(guest, kernel, command.path());
    String backend = world.enabledFor(guest.name(), command.device());
    boolean applied = kernel.apply(command.path(), command.overlay().orElseThrow(), backend);
    world.checkAbsent();
    return applied ? CommandReport.Result.APPLIED : CommandReport.Result.FAILED;
  }

  private CommandReport.Result remove(Command command) {
    long now = world.time().nowMicros();
    if (world.faults().deviceIsBusy()) {
      kernel.use(command.path(), now + world.chance().micros(5_000_000, 60_000_000, 0.5));
    }
    if (kernel.isInUse(command.path(), now) && !world.faults().areOver()) {
      return CommandReport.Result.BUSY;
    }
    if (world.faults().agentRefuses()) {
      return CommandReport.Result.REFUSED;
    }
    if (world.faults().kernelRefuses()) {
      return CommandReport.Result.FAILED;
    }
    world.trace("%s removes %s", guest.name(), command.path());
    kernel.remove(command.path());
    return CommandReport.Result.REMOVED;
  }

  private record Outcome(
      Command command, CommandReport.Result result, Proof proof, long uptimeMillis) {}

  private void report(Outcome outcome) {
    CommandReport report =
        new CommandReport(
            kernel.bootId(),
            outcome.command().id().toString(),
            Optional.of(outcome.uptimeMillis()),
            outcome.result(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(5000L),
            outcome.proof());
    world.oracle().proves(guest, kernel, outcome.command().path(), outcome.proof());
    request(
        reply -> world.okayd().agents().report(identity(), report, reply),
        PATIENCE,
        reply -> {
          if (reply instanceof Reply.Done) {
            poll();
          } else if (reply instanceof Reply.Refused refused
              && refused.code() != ErrorCode.STORE_FULL) {
            later(PAUSE, this::hello);
          } else {
            later(PAUSE, () -> report(outcome));
          }
        });
  }
}
