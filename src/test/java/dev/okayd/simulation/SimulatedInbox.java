package dev.okayd.simulation;

import dev.okayd.attach.api.AttachAssembly;
import dev.okayd.channel.Agent;
import dev.okayd.channel.AppliedOverlay;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.GoAnswer;
import dev.okayd.channel.Hello;
import dev.okayd.channel.Proof;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** okayd's inbox with its planted bugs. */
final class SimulatedInbox {
  private final AttachAssembly attach;
  private final World world;
  private final PlantedBug bug;

  SimulatedInbox(AttachAssembly attach, World world, PlantedBug bug) {
    this.attach = attach;
    this.world = world;
    this.bug = bug;
  }

  long session(Agent agent) {
    return attach.inbox().session(agent);
  }

  void hello(Agent agent, Hello hello) {
    switch (bug) {
      case RESTORED_GUESTS_ARE_REFUSED -> {
        if (isRestored(agent, hello)) {
          throw new OkaydException(ErrorCode.MESSAGE_LATE, "It is of an earlier uptime");
        }
        attach.inbox().hello(agent, hello);
      }
      case RESTORED_GUESTS_ARE_TRUSTED ->
          attach.inbox().hello(agent, isRestored(agent, hello) ? withoutUptime(hello) : hello);
      case LATE_MESSAGES_ACCEPTED -> attach.inbox().hello(agent, withoutUptime(hello));
      case PLAN_IS_NOT_COMPARED -> attach.inbox().hello(agent, ofCurrentPlan(agent.guest(), hello));
      case SUPERSEDED_BOOTS_RETURN -> {
        forget("UPDATE boot SET session = 0");
        forget("DELETE FROM boot_over");
        attach.inbox().hello(agent, hello);
      }
      case UNLISTED_IS_ABSENT -> {
        attach.inbox().hello(agent, hello);
        takeAsAbsent(agent.guest(), hello);
      }
      default -> attach.inbox().hello(agent, hello);
    }
  }

  private boolean isRestored(Agent agent, Hello hello) {
    return world
        .store()
        .read(
            handle ->
                handle
                    .createQuery(
                        "SELECT 1 FROM boot WHERE guest = :guest AND boot_id = :boot AND uptime_millis > :uptime")
                    .bind("guest", agent.guest())
                    .bind("boot", hello.bootId())
                    .bind("uptime", hello.uptimeMillis().orElseThrow())
                    .mapTo(Integer.class)
                    .findFirst()
                    .isPresent());
  }

  /** The effect of a bug before okayd reconciles a guest. */
  void beforeReconcile() {
    switch (bug) {
      case FORMER_DEVICES_ARE_FORGOTTEN -> forget("DELETE FROM former_device");
      default -> {
        // the others do nothing
      }
    }
  }

  /** The effect of a bug before okayd checks a drain. */
  void beforeDrainCheck() {
    switch (bug) {
      case FORMER_DEVICES_ARE_FORGOTTEN -> forget("DELETE FROM former_device");
      default -> {
        // the others do nothing
      }
    }
  }

  /** The effect of a bug after a restore. */
  void restored() {
    switch (bug) {
      case GENERATIONS_GO_BACK -> forget("UPDATE attachment SET generation = 0");
      case LOG_NUMBERS_REPEAT -> {
        forget("DELETE FROM event_log WHERE type = 'state.restored'");
        forget(
            "UPDATE sqlite_sequence SET seq = (SELECT MAX(seq) FROM event_log) WHERE name = 'event_log'");
      }
      default -> {
        // the others change nothing
      }
    }
  }

  private static Hello withoutUptime(Hello hello) {
    return new Hello(
        hello.bootId(),
        hello.planDigest(),
        hello.kernel(),
        hello.overlayInterface(),
        hello.session(),
        Optional.empty(),
        hello.applied(),
        hello.capabilities());
  }

  private Hello ofCurrentPlan(String guest, Hello hello) {
    return new Hello(
        hello.bootId(),
        Optional.of(world.plans().currentDigest(guest)),
        hello.kernel(),
        hello.overlayInterface(),
        hello.session(),
        hello.uptimeMillis(),
        hello.applied(),
        hello.capabilities());
  }

  private void forget(String sql) {
    world.store().read(handle -> handle.execute(sql));
  }

  private void takeAsAbsent(String guest, Hello hello) {
    Set<String> listed =
        hello.applied().orElse(List.of()).stream()
            .map(AppliedOverlay::path)
            .map(Object::toString)
            .collect(Collectors.toSet());
    world
        .store()
        .read(
            handle -> {
              attach.recorded(handle).stream()
                  .filter(device -> device.guest().equals(guest))
                  .filter(device -> !listed.contains(device.path()))
                  .forEach(
                      device ->
                          handle.execute(
                              "UPDATE attachment SET may_be_live = 0 WHERE guest = ? AND device = ?",
                              guest,
                              device.device()));
              return guest;
            });
  }

  Optional<Command> next(Agent agent, String bootId, long uptimeMillis) {
    boolean withoutUptime =
        bug == PlantedBug.LATE_MESSAGES_ACCEPTED || bug == PlantedBug.RESTORED_GUESTS_ARE_TRUSTED;
    return attach
        .inbox()
        .next(agent, bootId, withoutUptime ? Optional.empty() : Optional.of(uptimeMillis));
  }

  /** The next command at a later check of a long poll. */
  Optional<Command> nextLater(Agent agent, String bootId) {
    return attach.inbox().next(agent, bootId, Optional.empty());
  }

  GoAnswer go(Agent agent, String bootId, String commandId) {
    return bug == PlantedBug.GO_WITHOUT_CHECK
        ? new GoAnswer(CommandId.parse(commandId).orElseThrow(), 2)
        : attach.inbox().go(agent, bootId, commandId);
  }

  void report(Agent agent, CommandReport report) {
    attach
        .inbox()
        .report(
            agent,
            switch (bug) {
              case LATE_MESSAGES_ACCEPTED ->
                  with(report, report.commandId(), Optional.empty(), report.proof());
              case APPLIED_IS_BOUND ->
                  with(
                      report,
                      report.commandId(),
                      report.uptimeMillis(),
                      asIfBound(agent.guest(), report));
              case REPORTS_OF_ANY_COMMAND ->
                  with(report, currentCommand(report), Optional.empty(), report.proof());
              default -> report;
            });
  }

  private static CommandReport with(
      CommandReport report, String commandId, Optional<Long> uptimeMillis, Proof proof) {
    return new CommandReport(
        report.bootId(),
        commandId,
        uptimeMillis,
        report.result(),
        report.errno(),
        report.message(),
        report.micros(),
        proof);
  }

  private Proof asIfBound(String guest, CommandReport report) {
    return report.result() == CommandReport.Result.APPLIED
        ? new Proof(
            Optional.of("okay"),
            Optional.of("x"),
            Optional.of("x"),
            Optional.of("x"),
            Optional.of(
                world
                    .plans()
                    .virtioId(guest, CommandId.parse(report.commandId()).orElseThrow().device())),
            Optional.of("x"))
        : report.proof();
  }

  private String currentCommand(CommandReport report) {
    String device = CommandId.parse(report.commandId()).orElseThrow().device();
    return world
        .store()
        .read(
            handle ->
                handle
                    .createQuery("SELECT generation FROM attachment WHERE device = :device")
                    .bind("device", device)
                    .mapTo(Integer.class)
                    .findFirst())
        .map(generation -> device + "." + generation)
        .orElse(report.commandId());
  }
}
