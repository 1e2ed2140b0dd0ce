package dev.okayd.attach.agent;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.StepTimes;
import dev.okayd.attach.decide.Decider;
import dev.okayd.attach.decide.DecisionInput;
import dev.okayd.attach.decide.GuestSnapshot;
import dev.okayd.attach.decide.ReportRules;
import dev.okayd.attach.reconcile.AttachmentStore;
import dev.okayd.attach.reconcile.FactsReader;
import dev.okayd.channel.Command;
import dev.okayd.channel.Proof;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.guest.planning.Guests;
import dev.okayd.plan.spec.GuestChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Records what persons did by hand, by the same rules as an agent's report. */
@ApplicationScoped
public class Confirmations {
  private final Guests guests;
  private final HelloHandler helloHandler;
  private final AttachmentStore attachments;
  private final FactsReader factsReader;
  private final Clock clock;

  Confirmations(
      Guests guests,
      HelloHandler helloHandler,
      AttachmentStore attachments,
      FactsReader factsReader,
      Clock clock) {
    this.guests = guests;
    this.helloHandler = helloHandler;
    this.attachments = attachments;
    this.factsReader = factsReader;
    this.clock = clock;
  }

  /** Records it; answers the facts with this proof. */
  public DecisionInput take(Handle handle, String name, String device, Confirmation confirmation) {
    requireManual(guests.require(handle, name));
    Guest guest = helloHandler.take(handle, name, GuestChannel.MANUAL, confirmation.hello());
    GuestSnapshot facts = factsReader.of(handle, guest);
    Attachment before = facts.require(device);
    if (!before.mayBeLive()) {
      requirePlan(guest);
    }
    requireProofOf(before, confirmation.proof());
    Instant now = clock.instant();
    requireNotLate(before, confirmation);
    Attachment asked = asked(facts, before, confirmation, now);
    ReportRules rules = new ReportRules(facts.desired(device).retry());
    Attachment reported =
        rules.after(
            asked,
            confirmation.report(asked.commandId().orElseThrow().toString()),
            StepTimes.AgentSteps.NONE,
            now);
    facts.put(reported);
    Attachment after = Decider.decide(reported, facts::of, now);
    attachments.put(handle, before, after, AttachmentStore.Cause.REQUEST);
    facts.put(after);
    return facts.of(after);
  }

  /** The attachment as if okayd had sent the command that the person carried out. */
  private static Attachment asked(
      GuestSnapshot facts, Attachment before, Confirmation confirmation, Instant now) {
    Attachment inBoot = Decider.current(facts.of(before), now);
    Command.Type type =
        switch (confirmation.result()) {
          case APPLIED -> inBoot.target().attaches();
          case REMOVED -> inBoot.target().detaches();
          case REFUSED, BUSY, FAILED -> notDone(inBoot);
        };
    if (inBoot.command().filter(type::equals).isPresent()) {
      return inBoot;
    }
    DecisionInput input = facts.of(inBoot);
    return type.attaches()
        ? input.apply(inBoot.change(), now).at(now)
        : input.remove(inBoot.change(), now).at(now);
  }

  /**
   * What the person tried; the agent does not print it. It is a removal only while one is under
   * way.
   */
  private static Command.Type notDone(Attachment attachment) {
    return switch (attachment.phase()) {
      case DRAINING, FAILED, DEGRADED ->
          attachment.command().orElse(attachment.target().attaches());
      case WAITING, DELIVERING, APPLIED, BOUND, DETACHED -> attachment.target().attaches();
    };
  }

  /** Two devices may be confirmed in any order, but the confirmations of one only in theirs. */
  private static void requireNotLate(Attachment before, Confirmation confirmation) {
    boolean isLate =
        before.bootId().equals(Optional.of(confirmation.bootId()))
            && confirmation
                .uptimeMillis()
                .filter(uptime -> uptime < before.observed().reportedUptime())
                .isPresent();
    if (isLate) {
      throw new OkaydException(
          ErrorCode.MESSAGE_LATE,
          "Something later was confirmed of device \"%s\" already; to confirm how it is now, run okayd-agent once more"
              .formatted(before.device()));
    }
  }

  private static void requireManual(Guest guest) {
    if (!guest.spec().channelsOrDefault().isManual()) {
      throw new OkaydException(
          ErrorCode.CHANNEL_NOT_MANUAL,
          "The agent of guest \"%s\" comes over %s and reports by itself; with channels [\"manual\"] persons confirm"
              .formatted(guest.name(), guest.spec().channelsOrDefault()));
    }
  }

  private static void requirePlan(Guest guest) {
    Boot boot = guest.boot().orElseThrow();
    if (!guest.planMatches(boot)) {
      throw new OkaydException(
          ErrorCode.PLAN_MISMATCH,
          "Guest \"%s\" booted a tree of plan digest \"%s\", its plan has %s; nothing was recorded"
              .formatted(guest.name(), boot.planDigest(), guest.plan().digest()));
    }
  }

  /** Linux names a platform device by its address, and a person may hand in the wrong output. */
  private static void requireProofOf(Attachment attachment, Proof proof) {
    String address = attachment.target().path().unitAddress().orElse("") + ".";
    proof
        .platformDevice()
        .filter(name -> !name.startsWith(address))
        .ifPresent(
            name -> {
              throw new OkaydException(
                  ErrorCode.PROOF_OF_ANOTHER_DEVICE,
                  "The proof is of platform device %s, device \"%s\" is %s…; nothing was recorded"
                      .formatted(name, attachment.device(), address));
            });
  }
}
