package dev.okayd.attach.agent;

import dev.okayd.attach.decide.Attachment;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.PendingCommand;
import dev.okayd.attach.decide.ReportRules;
import dev.okayd.attach.decide.StepTimes;
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

/** Records what agents say, and says what they have to do. */
@ApplicationScoped
public class AttachmentInbox implements AgentInbox {
  private final Store store;
  private final AgentAuthorizer admission;
  private final BootStore boots;
  private final AttachmentStore attachments;
  private final FactsReader situations;
  private final HelloHandler hellos;
  private final AgentLiveness signsOfLife;
  private final CommandTrace trace;
  private final ReconcileTrigger wakings;
  private final AgentChannelConfig config;
  private final Clock clock;

  public AttachmentInbox(
      Store store,
      AgentAuthorizer admission,
      BootStore boots,
      AttachmentStore attachments,
      FactsReader situations,
      HelloHandler hellos,
      AgentLiveness signsOfLife,
      CommandTrace trace,
      ReconcileTrigger wakings,
      AgentChannelConfig config,
      Clock clock) {
    this.store = store;
    this.admission = admission;
    this.boots = boots;
    this.attachments = attachments;
    this.situations = situations;
    this.hellos = hellos;
    this.signsOfLife = signsOfLife;
    this.trace = trace;
    this.wakings = wakings;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public long session(Agent agent) {
    return store
        .inTransaction(
            handle -> {
              admission.require(handle, agent);
              return boots.beginSession(handle, agent.guest());
            })
        .orElseThrow(() -> Guests.notFound(agent.guest()));
  }

  @Override
  public void hello(Agent agent, Hello hello) {
    hellos.take(agent, hello);
  }

  /**
   * What there is to do for the agent of a guest.
   *
   * @param boot that it is in
   * @param command that is still right and was sent first
   * @param isOutdated whether something was recorded that is not right any more
   */
  private record Work(Boot boot, Optional<Command> command, boolean isOutdated) {}

  @Override
  public Optional<Command> next(Agent agent, String bootId, Optional<Long> uptimeMillis) {
    Work work = store.read(handle -> work(handle, agent, bootId, uptimeMillis));
    signsOfLife.heard(agent, work.boot(), uptimeMillis);
    if (work.isOutdated()) {
      // the reconciler has not come to it yet
      wakings.look(agent.guest());
    }
    work.command().ifPresent(command -> trace.fetched(bootId, command.id()));
    return work.command();
  }

  private Work work(Handle handle, Agent agent, String bootId, Optional<Long> uptimeMillis) {
    Guest guest = admission.require(handle, agent);
    Boot boot = requireCurrentBoot(guest, bootId);
    Instant now = clock.instant();
    uptimeMillis.ifPresent(uptime -> HelloHandler.requireNotBehind(boot, uptime, now));
    GuestSnapshot facts = situations.of(handle, guest);
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
    Guest guest = admission.require(handle, agent);
    requireCurrentBoot(guest, bootId);
    GuestSnapshot facts = situations.of(handle, guest);
    return CommandId.parse(commandId)
        .flatMap(id -> facts.recorded(id.device()))
        .flatMap(attachment -> PendingCommand.of(facts, attachment))
        .map(PendingCommand::id)
        .filter(id -> id.toString().equals(commandId))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.COMMAND_WITHDRAWN,
                    "Command \"%s\" of guest \"%s\" is not to be carried out any more; drop it"
                        .formatted(commandId, guest.name())));
  }

  @Override
  public void report(Agent agent, CommandReport report) {
    String guest =
        store.inTransaction(
            handle -> {
              take(handle, admission.require(handle, agent), report);
              return agent.guest();
            });
    wakings.look(guest);
  }

  private void take(Handle handle, Guest guest, CommandReport report) {
    String name = guest.name();
    Boot boot = requireCurrentBoot(guest, report.bootId());
    report
        .uptimeMillis()
        .ifPresent(
            uptime -> {
              HelloHandler.requireNotLate(boot, uptime);
              boots.recordUptime(handle, name, uptime, clock.instant());
            });
    GuestSnapshot facts = situations.of(handle, guest);
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
      // sent twice, or overtaken: what it says was true before something that is known already
      return;
    }
    StepTimes.AgentSteps steps = trace.of(report.bootId(), before.commandId().orElseThrow());
    ReportRules rules = new ReportRules(facts.wish(before.device()).retry());
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
                    "Guest \"%s\" has not said HELLO in boot %s".formatted(guest.name(), bootId)));
  }
}
