package dev.okayd.attach.decide;

import dev.okayd.attach.Attachment;
import dev.okayd.attach.Intent;
import dev.okayd.attach.Phase;
import dev.okayd.attach.Target;
import dev.okayd.backend.BackendReadiness;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.guest.Boot;
import dev.okayd.guest.Guest;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.OnBackendLost;
import dev.okayd.plan.spec.Policy;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.SlotKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * All recorded facts about one guest at one moment. Decisions about its devices depend on these
 * alone.
 */
public final class GuestSnapshot {
  /** The capability of an agent that can apply an overlay which names the backend's domain. */
  private static final String BINDS_LATE = "iommus";

  /** The capability of an agent that can bind and unbind drivers. */
  private static final String REBINDS = "rebind";

  private final Guest guest;
  private final Instant now;
  private final Duration reachableFor;
  private final RetryPolicy retry;
  private final Map<String, Attachment> attachments = new LinkedHashMap<>();
  private final Map<String, Intent> intents;
  private final Function<String, Optional<BackendReadiness>> findBackend;
  private final Map<String, Optional<BackendReadiness>> backends = new HashMap<>();

  public GuestSnapshot(
      Guest guest,
      List<Attachment> recorded,
      Map<String, Intent> intents,
      Function<String, Optional<BackendReadiness>> findBackend,
      Settings settings,
      Instant now) {
    this.guest = guest;
    this.intents = intents;
    this.findBackend = findBackend;
    this.reachableFor = settings.reachableFor();
    this.retry = settings.retry();
    this.now = now;
    recorded.forEach(this::put);
  }

  /**
   * Settings for all guests.
   *
   * @param retry unless a policy overrides it
   * @param reachableFor how long after its last request an agent counts as reachable
   */
  public record Settings(RetryPolicy retry, Duration reachableFor) {}

  public Guest guest() {
    return guest;
  }

  public Collection<Attachment> attachments() {
    return List.copyOf(attachments.values());
  }

  /** The recorded attachment of a device, or its initial one. */
  public Attachment attachment(PlannedSlot slot) {
    return Optional.ofNullable(attachments.get(slot.device()))
        .orElseGet(
            () ->
                Attachment.initial(
                    guest.name(),
                    slot.device(),
                    Target.of(slot),
                    guest.version(),
                    guest.boot().map(Boot::helloAt).orElse(guest.plannedAt())));
  }

  /** The recorded attachment of a device. */
  public Optional<Attachment> recorded(String device) {
    return Optional.ofNullable(attachments.get(device));
  }

  /** Gated devices without a recorded attachment. */
  public List<PlannedSlot> unrecorded() {
    return guest.gatedSlots().stream()
        .filter(slot -> !attachments.containsKey(slot.device()))
        .toList();
  }

  /** Devices that may be live although the plan no longer has them. */
  public List<Attachment> droppedButLive() {
    return attachments.values().stream()
        .filter(Attachment::mayBeLive)
        .filter(attachment -> guest.gatedSlot(attachment.device()).isEmpty())
        .toList();
  }

  /** The attachment of a device, also of one that the plan no longer has but that may be live. */
  public Attachment require(String device) {
    return droppedButLive().stream()
        .filter(attachment -> attachment.device().equals(device))
        .findFirst()
        .orElseGet(() -> attachment(requireGated(device)));
  }

  private PlannedSlot requireGated(String device) {
    PlannedSlot slot = guest.requireDevice(device);
    if (!slot.slotKind().isHeldBack()) {
      throw new OkaydException(
          ErrorCode.DEVICE_NOT_GATED,
          "Device \"%s\" of guest \"%s\" is okay from the start".formatted(device, guest.name()));
    }
    return slot;
  }

  /** Replaces an attachment; later decisions see the new one. */
  public void put(Attachment attachment) {
    attachments.put(attachment.device(), attachment);
  }

  public DecisionInput of(Attachment attachment) {
    Optional<PlannedSlot> slot = guest.gatedSlot(attachment.device());
    Optional<Boot> boot = guest.boot();
    return new DecisionInput(
        attachment,
        desired(attachment.device()),
        isManual(),
        slot.map(Target::of),
        backend(attachment.target().backend()),
        boot,
        boot.filter(guest::planMatches).isPresent(),
        isReachable(),
        slot.flatMap(this::blocker),
        slot.flatMap(this::order));
  }

  private boolean isReachable() {
    return isManual() || guest.boot().filter(b -> b.wasSeenWithin(reachableFor, now)).isPresent();
  }

  private boolean isManual() {
    return guest.spec().channelsOrDefault().isManual();
  }

  public DesiredState desired(String device) {
    Policy ofGuest = guest.spec().policy().orElse(Policy.NONE);
    Policy policy =
        guest.spec().device(device).flatMap(DeviceSpec::policy).orElse(Policy.NONE).or(ofGuest);
    return new DesiredState(
        intents.getOrDefault(device, Intent.AUTO),
        policy.onBackendLost().orElse(OnBackendLost.KEEP),
        retry.with(policy));
  }

  private Optional<BackendReadiness> backend(String name) {
    return backends.computeIfAbsent(name, findBackend);
  }

  private Optional<Blocker> blocker(PlannedSlot planned) {
    return typeUnknown(planned)
        .or(() -> rebinding(planned))
        .or(() -> lateBinding(planned))
        .or(() -> slotTaken(planned));
  }

  private static Optional<Blocker> typeUnknown(PlannedSlot planned) {
    return planned.type() == DeviceType.UNKNOWN
        ? Optional.of(Blocker.typeUnknown())
        : Optional.empty();
  }

  private Optional<Blocker> rebinding(PlannedSlot planned) {
    return planned.slotKind() != SlotKind.REBIND || agentCan(REBINDS)
        ? Optional.empty()
        : Optional.of(Blocker.agentUnableToBind());
  }

  /** A manual guest has no agent: a person can do both. */
  private boolean agentCan(String capability) {
    return isManual()
        || guest.boot().filter(boot -> boot.capabilities().contains(capability)).isPresent();
  }

  private Optional<Blocker> lateBinding(PlannedSlot planned) {
    if (!planned.bindsLate()) {
      return Optional.empty();
    }
    if (backend(planned.backend()).flatMap(BackendReadiness::domid).isEmpty()) {
      return Optional.of(Blocker.domidUnknown());
    }
    return agentCan(BINDS_LATE) ? Optional.empty() : Optional.of(Blocker.agentUnable());
  }

  private Optional<Blocker> slotTaken(PlannedSlot planned) {
    return attachments.values().stream()
        .filter(this::isLiveNow)
        .flatMap(other -> slotTaken(other, planned).stream())
        .findFirst();
  }

  private boolean isLiveNow(Attachment attachment) {
    return attachment.mayBeLive() && attachment.bootId().equals(guest.boot().map(Boot::bootId));
  }

  /** The same device in two slots would be live twice, and okayd would lose the first one. */
  private static Optional<Blocker> slotTaken(Attachment live, PlannedSlot planned) {
    boolean same = live.device().equals(planned.device());
    boolean here = live.target().path().equals(planned.slot().path());
    if (same && !here) {
      return Optional.of(Blocker.stillElsewhere(live.target().path()));
    }
    if (same) {
      return live.target().equals(Target.of(planned))
          ? Optional.empty()
          : Optional.of(Blocker.stillAsBefore(live.target().backend()));
    }
    return here ? Optional.of(Blocker.slotTaken(live.device())) : Optional.empty();
  }

  /** A device that may be live needs no enabling, only proof. */
  private Optional<Blocker> order(PlannedSlot planned) {
    if (recorded(planned.device()).filter(this::isLiveNow).isPresent()) {
      return Optional.empty();
    }
    return guest.spec().device(planned.device()).stream()
        .flatMap(spec -> spec.after().stream())
        .filter(other -> !isThere(other))
        .findFirst()
        .map(Blocker::awaits);
  }

  private boolean isThere(String device) {
    boolean fromTheStart =
        guest.plan().slotOf(device).filter(slot -> slot.slotKind() == SlotKind.BOOT).isPresent();
    return fromTheStart
        || recorded(device)
            .filter(this::isLiveNow)
            .filter(other -> other.phase() == Phase.BOUND)
            .isPresent();
  }

  /** When the first lease of the devices' backends ends. */
  public Optional<Instant> leaseUntil() {
    return attachments.values().stream()
        .flatMap(
            attachment ->
                backend(attachment.target().backend())
                    .flatMap(view -> view.of(attachment.device()).leaseUntil())
                    .stream())
        .min(Instant::compareTo);
  }
}
