package dev.okayd.attach;

import dev.okayd.channel.AgentChannelConfig;
import dev.okayd.channel.AgentInbox;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandId;
import dev.okayd.channel.Go;
import dev.okayd.channel.Hello;
import dev.okayd.channel.Report;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.BootStore;
import dev.okayd.guest.Guest;
import dev.okayd.guest.Guests;
import dev.okayd.plan.GuestChannel;
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
class AttachmentInbox implements AgentInbox {
  private final Store store;
  private final Guests guests;
  private final BootStore boots;
  private final AttachmentStore attachments;
  private final Situations situations;
  private final Hellos hellos;
  private final SignsOfLife signsOfLife;
  private final Sightings sightings;
  private final Wakings wakings;
  private final AgentChannelConfig config;
  private final Clock clock;

  AttachmentInbox(
      Store store,
      Guests guests,
      BootStore boots,
      AttachmentStore attachments,
      Situations situations,
      Hellos hellos,
      SignsOfLife signsOfLife,
      Sightings sightings,
      Wakings wakings,
      AgentChannelConfig config,
      Clock clock) {
    this.store = store;
    this.guests = guests;
    this.boots = boots;
    this.attachments = attachments;
    this.situations = situations;
    this.hellos = hellos;
    this.signsOfLife = signsOfLife;
    this.sightings = sightings;
    this.wakings = wakings;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public boolean isAgent(String guest, String token) {
    return guests.isAgent(guest, token);
  }

  @Override
  public long session(String name) {
    return store
        .inTransaction(handle -> boots.beginSession(handle, name))
        .orElseThrow(() -> Guests.notFound(name));
  }

  @Override
  public void hello(String name, Hello hello) {
    hellos.take(name, hello);
  }

  /**
   * What there is to do for the agent of a guest.
   *
   * @param boot that it is in
   * @param commands what is still right, the longest awaited first
   * @param isOutdated whether something was recorded that is not right any more
   */
  private record Work(Boot boot, List<Command> commands, boolean isOutdated) {}

  @Override
  public Optional<Command> next(String name, String token, String bootId) {
    if (!guests.isAgent(name, token)) {
      // it was the guest's when the request came, and has been renewed while it waited
      return Optional.empty();
    }
    Work work = store.read(handle -> work(handle, name, bootId));
    signsOfLife.heard(name, work.boot());
    if (work.isOutdated()) {
      // the reconciler has not come to it yet
      wakings.look(name);
    }
    Optional<Command> next = work.commands().stream().findFirst();
    next.ifPresent(command -> sightings.fetched(bootId, command.id()));
    return next;
  }

  private Work work(Handle handle, String name, String bootId) {
    Guest guest = guests.require(handle, name);
    Boot boot = requireCurrentBoot(guest, bootId);
    GuestFacts facts = situations.of(handle, guest);
    Instant now = clock.instant();
    List<Attachment> outstanding =
        facts.attachments().stream()
            .filter(Attachment::isOutstanding)
            .sorted(Comparator.comparing(Attachment::changedAt))
            .toList();
    List<Command> commands =
        outstanding.stream()
            .flatMap(attachment -> Outstanding.of(facts, attachment, now).stream())
            .toList();
    boolean byHand = guest.spec().channelOrHttp() == GuestChannel.MANUAL;
    return new Work(boot, commands, !byHand && commands.size() < outstanding.size());
  }

  @Override
  public Go go(String name, String bootId, String commandId) {
    CommandId id = store.read(handle -> stillOutstanding(handle, name, bootId, commandId));
    sightings.askedGo(bootId, id);
    return new Go(id, config.goFor().toSeconds());
  }

  private CommandId stillOutstanding(Handle handle, String name, String bootId, String commandId) {
    Guest guest = guests.require(handle, name);
    requireCurrentBoot(guest, bootId);
    GuestFacts facts = situations.of(handle, guest);
    return CommandId.parse(commandId)
        .flatMap(id -> facts.recorded(id.device()))
        .flatMap(attachment -> Outstanding.of(facts, attachment, clock.instant()))
        .map(Command::id)
        .filter(id -> id.toString().equals(commandId))
        .orElseThrow(
            () ->
                new OkaydException(
                    ErrorCode.COMMAND_WITHDRAWN,
                    "Command \"%s\" of guest \"%s\" is not to be carried out any more; drop it"
                        .formatted(commandId, name)));
  }

  @Override
  public void report(String name, Report report) {
    store.inTransaction(
        handle -> {
          take(handle, name, report);
          return name;
        });
    wakings.look(name);
  }

  private void take(Handle handle, String name, Report report) {
    Guest guest = guests.require(handle, name);
    Boot boot = requireCurrentBoot(guest, report.bootId());
    report
        .uptimeMillis()
        .ifPresent(
            uptime -> {
              Hellos.requireNotLate(boot, uptime);
              boots.takenAt(handle, name, uptime);
            });
    GuestFacts facts = situations.of(handle, guest);
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
    Sightings.Sighting sighting = sightings.of(report.bootId(), before.commandId().orElseThrow());
    ReportRules rules = new ReportRules(facts.wish(before.device()).retry());
    attachments.put(
        handle,
        before,
        rules.after(before, report, sighting, clock.instant()),
        AttachmentStore.Cause.GUEST);
  }

  private static OkaydException notSent(String guest, Report report) {
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
