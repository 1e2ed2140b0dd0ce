package dev.okayd.attach.agent;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.PendingCommand;
import dev.okayd.attach.decide.ReportRules;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.attach.reconcile.ReconcileTrigger;
import dev.okayd.channel.Agent;
import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.channel.AgentInbox;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.GoAnswer;
import dev.okayd.channel.Hello;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.Guests;
import dev.okayd.guest.store.BootStore;
import dev.okayd.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records the requests of agents, and answers with their commands. */
@ApplicationScoped
public class AttachmentInbox implements AgentInbox {
  private final Store store;
  private final AgentAuthorizer authorizer;
  private final BootStore boots;
  private final AttachmentStore attachments;
  private final FactsReader factsReader;
  private final HelloHandler helloHandler;
  private final AgentLiveness liveness;
  private final CommandTrace trace;
  private final ReconcileTrigger trigger;
  private final AgentChannelConfig config;
  private final Clock clock;

  public AttachmentInbox(
      Store store,
      AgentAuthorizer authorizer,
      BootStore boots,
      AttachmentStore attachments,
      FactsReader factsReader,
      HelloHandler helloHandler,
      AgentLiveness liveness,
      CommandTrace trace,
      ReconcileTrigger trigger,
      AgentChannelConfig config,
      Clock clock) {
    this.store = store;
    this.authorizer = authorizer;
    this.boots = boots;
    this.attachments = attachments;
    this.factsReader = factsReader;
    this.helloHandler = helloHandler;
    this.liveness = liveness;
    this.trace = trace;
    this.trigger = trigger;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public long session(Agent agent) {
    return store
        .inTransaction(
            handle -> {
              authorizer.require(handle, agent);
              return boots.beginSession(handle, agent.guest());
            })
        .orElseThrow(() -> Guests.notFound(agent.guest()));
  }

  @Override
  public void hello(Agent agent, Hello hello) {
    helloHandler.take(agent, hello);
  }

  /**
   * The work for the agent of a guest.
   *
   * @param boot that it is in
   * @param command that is still right and was sent first
   * @param isOutdated whether a recorded command is no longer right
   */
  private record Work(Boot boot, Optional<Command> command, boolean isOutdated) {}

  @Override
  public Optional<Command> next(Agent agent, String bootId, Optional<Long> uptimeMillis) {
    Work work = store.read(handle -> work(handle, agent, bootId, uptimeMillis));
    liveness.received(agent, work.boot(), uptimeMillis);
    if (work.isOutdated()) {
      // the reconciler has yet to withdraw it
      trigger.reconcile(agent.guest());
    }
    work.command().ifPresent(command -> trace.fetched(bootId, command.id()));
    return work.command();
  }

  private Work work(Handle handle, Agent agent, String bootId, Optional<Long> uptimeMillis) {
    Guest guest = authorizer.require(handle, agent);
    Boot boot = requireCurrentBoot(guest, bootId);
    Instant now = clock.instant();
    uptimeMillis.ifPresent(uptime -> MessageOrder.requireNotBehind(boot, uptime, now));
    GuestSnapshot facts = factsReader.of(handle, guest);
    List<Attachment> outstanding =
        facts.attachments().stream()
            .filter(Attachment::isOutstanding)
            .sorted(Comparator.comparing(Attachment::changedAt))
            .toList();
    List<PendingCommand> pending =
        outstanding.stream()
            .flatMap(attachment -> PendingCommand.of(facts, attachment).stream())
            .toList();
    return new Work(
        boot,
        pending.stream().findFirst().map(command -> command.toCommand(guest, now)),
        pending.size() < outstanding.size());
  }

  @Override
  public GoAnswer go(Agent agent, String bootId, String commandId) {
    CommandId id = store.read(handle -> stillOutstanding(handle, agent, bootId, commandId));
    trace.askedGo(bootId, id);
    return new GoAnswer(id, config.goFor().toSeconds());
  }

  private CommandId stillOutstanding(Handle handle, Agent agent, String bootId, String commandId) {
    Guest guest = authorizer.require(handle, agent);
    requireCurrentBoot(guest, bootId);
    GuestSnapshot facts = factsReader.of(handle, guest);
    return CommandId.parse(commandId)
        .flatMap(id -> facts.recorded(id.device()))
        .flatMap(attachment -> PendingCommand.of(facts, attachment))
        .map(PendingCommand::id)
        .filter(id -> id.toString().equals(commandId))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.COMMAND_WITHDRAWN,
                    "Command \"%s\" of guest \"%s\" was withdrawn; the agent drops it"
                        .formatted(commandId, guest.name())));
  }

  @Override
  public void report(Agent agent, CommandReport report) {
    String guest =
        store.inTransaction(
            handle -> {
              take(handle, authorizer.require(handle, agent), report);
              return agent.guest();
            });
    trigger.reconcile(guest);
  }

  private void take(Handle handle, Guest guest, CommandReport report) {
    String name = guest.name();
    Boot boot = requireCurrentBoot(guest, report.bootId());
    report
        .uptimeMillis()
        .ifPresent(
            uptime -> {
              MessageOrder.requireNotLate(boot, uptime);
              boots.recordUptime(handle, name, uptime, clock.instant());
            });
    GuestSnapshot facts = factsReader.of(handle, guest);
    Attachment before =
        CommandId.parse(report.commandId())
            .flatMap(id -> facts.recorded(id.device()))
            .filter(attachment -> attachment.bootId().filter(report.bootId()::equals).isPresent())
            .filter(
                attachment ->
                    attachment
                        .commandId()
                        .filter(id -> id.toString().equals(report.commandId()))
                        .isPresent())
            .orElseThrow(() -> notSent(name, report));
    if (before.hasTaken(report)) {
      // repeated or overtaken: it is older than what is recorded
      return;
    }
    StepTimes.AgentSteps steps = trace.of(report.bootId(), before.commandId().orElseThrow());
    ReportRules rules = new ReportRules(facts.desired(before.device()).retry());
    attachments.put(
        handle,
        before,
        rules.after(before, report, steps, clock.instant()),
        AttachmentStore.Cause.GUEST);
  }

  private static OkaydException notSent(String guest, CommandReport report) {
    return new OkaydException(
        ErrorCode.COMMAND_NOT_FOUND,
        "Command \"%s\" was not sent to guest \"%s\" in this boot, or another one took its place"
            .formatted(report.commandId(), guest));
  }

  private static Boot requireCurrentBoot(Guest guest, String bootId) {
    return guest
        .boot()
        .filter(boot -> boot.bootId().equals(bootId))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.BOOT_UNKNOWN,
                    "Guest \"%s\" has not sent HELLO in boot %s".formatted(guest.name(), bootId)));
  }
}
