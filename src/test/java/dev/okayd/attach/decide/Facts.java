package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Target;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.backend.DeviceReadiness;
import dev.okayd.backend.Readiness;
import dev.okayd.guest.Boot;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.OnBackendLost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the input of a decision. Every method returns changed facts and leaves these as is. */
final class Facts {
  /** A guest that is up in boot-1 with the present plan, and a backend ready in epoch-1. */
  static final Facts GOOD = new Facts();

  private Intent intent = Intent.AUTO;
  private OnBackendLost onBackendLost = OnBackendLost.KEEP;
  private boolean isManual;
  private Optional<BackendReadiness> backend = Optional.of(readiness(Readiness.READY, "epoch-1"));
  private Optional<Boot> boot = Optional.of(boot("boot-1"));
  private boolean planMatches = true;
  private boolean reachable = true;
  private Optional<Blocker> ofSlot = Optional.empty();
  private Optional<Blocker> ofOrder = Optional.empty();

  private Facts() {}

  private Facts(Facts other) {
    intent = other.intent;
    onBackendLost = other.onBackendLost;
    isManual = other.isManual;
    backend = other.backend;
    boot = other.boot;
    planMatches = other.planMatches;
    reachable = other.reachable;
    ofSlot = other.ofSlot;
    ofOrder = other.ofOrder;
  }

  private Facts changed(Consumer<Facts> change) {
    Facts changed = new Facts(this);
    change.accept(changed);
    return changed;
  }

  /** The backend's readiness in epoch-1. */
  Facts backend(Readiness readiness) {
    return backend(readiness, "epoch-1");
  }

  Facts backend(Readiness readiness, String epoch) {
    return changed(facts -> facts.backend = Optional.of(readiness(readiness, epoch)));
  }

  Facts unregisteredBackend() {
    return changed(facts -> facts.backend = Optional.empty());
  }

  Facts bootedAs(String bootId) {
    return changed(facts -> facts.boot = Optional.of(boot(bootId)));
  }

  /** The agent has never sent HELLO. */
  Facts notBooted() {
    return changed(
        facts -> {
          facts.boot = Optional.empty();
          facts.planMatches = false;
          facts.reachable = false;
        });
  }

  Facts withoutHello() {
    return changed(facts -> facts.boot = Optional.empty());
  }

  Facts otherPlan() {
    return changed(facts -> facts.planMatches = false);
  }

  Facts unreachable() {
    return changed(facts -> facts.reachable = false);
  }

  Facts intent(Intent other) {
    return changed(facts -> facts.intent = other);
  }

  Facts detachOnBackendLost() {
    return changed(facts -> facts.onBackendLost = OnBackendLost.DETACH);
  }

  Facts manual() {
    return changed(facts -> facts.isManual = true);
  }

  Facts slotBlocked(Blocker blocker) {
    return changed(facts -> facts.ofSlot = Optional.of(blocker));
  }

  Facts orderBlocked(Blocker blocker) {
    return changed(facts -> facts.ofOrder = Optional.of(blocker));
  }

  /** These facts about an attachment whose target is still planned. */
  DecisionInput with(Attachment attachment) {
    return with(attachment, Optional.of(attachment.target()));
  }

  DecisionInput with(Attachment attachment, Optional<Target> planned) {
    return new DecisionInput(
        attachment,
        new DesiredState(intent, onBackendLost, DecisionKit.POLICY),
        isManual,
        planned,
        backend,
        boot,
        planMatches,
        reachable,
        ofSlot,
        ofOrder);
  }

  private static BackendReadiness readiness(Readiness readiness, String epoch) {
    return new BackendReadiness(
        epoch,
        Optional.empty(),
        new DeviceReadiness(readiness, Optional.empty(), Optional.empty(), Optional.empty()),
        Map.of());
  }

  /** A boot whose HELLO came a minute ago. */
  private static Boot boot(String id) {
    Instant helloAt = DecisionKit.NOW.minusSeconds(60);
    return new Boot(
        id, "digest", "6.1", "okayd-module", List.of(), 0, GuestChannel.HTTP, helloAt, helloAt, 0);
  }
}
