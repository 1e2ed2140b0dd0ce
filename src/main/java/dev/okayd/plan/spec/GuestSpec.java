package dev.okayd.plan.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.okayd.document.Validatable;
import dev.okayd.error.Faults;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Platform;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.Toolstack;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a guest is to be: the same document in a PUT request and in a file for the command line.
 *
 * @param platform name of the platform that it runs on
 * @param version of the hypervisor; limits of single versions hold only where it is known
 * @param window where slots are, on platforms that leave it to the user
 * @param machine what else the guest has
 * @param grants how backends get at the guest's memory; per device if it does not say
 * @param backends what is known of the backends; one that is not listed is known by name only
 * @param devices in the order in which the toolstack starts those in boot slots
 * @param bridges gated PCI host bridges
 * @param spare slots in store; none if it does not say
 * @param channels over which the guest's agent may come; HTTP if it does not say
 * @param policy what to do when things go wrong, for all its devices
 */
public record GuestSpec(
    String platform,
    Optional<HypervisorVersion> version,
    Optional<SlotWindowSpec> window,
    Optional<MachineSpec> machine,
    Optional<GrantMode> grants,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<BackendSpec> backends,
    List<DeviceSpec> devices,
    @JsonSetter(nulls = Nulls.AS_EMPTY) @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<PciBridgeSpec> bridges,
    Optional<SpareSlots> spare,
    Optional<GuestChannels> channels,
    Optional<Policy> policy)
    implements Validatable {

  private static final int SPIS_AT_ONCE = 32;

  @JsonCreator
  public GuestSpec {
    backends = entries("A backend", backends);
    devices = entries("A device", devices);
    bridges = entries("A bridge", bridges);
  }

  /** A guest of which no more is known than its devices. */
  public GuestSpec(String platform, List<DeviceSpec> devices) {
    this(
        platform,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        devices,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A guest of which everything that bears on its plan is said. */
  public GuestSpec(
      String platform,
      Optional<HypervisorVersion> version,
      Optional<SlotWindowSpec> window,
      Optional<MachineSpec> machine,
      Optional<GrantMode> grants,
      List<BackendSpec> backends,
      List<DeviceSpec> devices,
      List<PciBridgeSpec> bridges,
      Optional<SpareSlots> spare) {
    this(
        platform,
        version,
        window,
        machine,
        grants,
        backends,
        devices,
        bridges,
        spare,
        Optional.empty(),
        Optional.empty());
  }

  private static <T> List<T> entries(String what, List<T> list) {
    if (list.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(what + " is null; leave it out, or say what it is");
    }
    return List.copyOf(list);
  }

  @Override
  public void check(Faults faults) {
    SpecCheck.check(this, faults);
  }

  /** The device of this name. */
  public Optional<DeviceSpec> device(String name) {
    return devices.stream().filter(device -> device.name().equals(name)).findFirst();
  }

  /** What is known of a backend. */
  public BackendSpec backend(String name) {
    return backends.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseGet(() -> BackendSpec.unknown(name));
  }

  /** What else the guest has. */
  public MachineSpec machineOrUnknown() {
    return machine.orElse(MachineSpec.UNKNOWN);
  }

  /** How backends get at the guest's memory. */
  public GrantMode grantMode() {
    return grants.orElse(GrantMode.PER_DEVICE);
  }

  /**
   * Whether the guest has the platform's emulated UART: because the spec says so, or because an xl
   * that has no {@code nr_spis} gives a guest shared interrupts only along with one, or with an
   * interrupt of the host's.
   */
  public boolean hasVuart(Platform platform) {
    return machineOrUnknown().hasVuart() || needsVuart(platform);
  }

  /** Whether nothing but an emulated UART gives the guest shared interrupts. */
  public boolean needsVuart(Platform platform) {
    return hasNoNrSpis(platform)
        && !machineOrUnknown().hasVuart()
        && machineOrUnknown().passthroughInterrupts().isEmpty();
  }

  /**
   * The highest INTID that the guest can have: without {@code nr_spis}, the hypervisor rounds up
   * what xl needs by itself to a multiple of 32 (vgic.c, domain_vgic_init).
   */
  public int lastSharedInterrupt(Platform platform) {
    if (!hasNoNrSpis(platform)) {
      return Interrupt.LAST_SPI;
    }
    int highest =
        machineOrUnknown().passthroughInterrupts().stream()
            .mapToInt(Integer::intValue)
            .max()
            .orElse(Interrupt.FIRST_SPI);
    return highest | SPIS_AT_ONCE - 1;
  }

  /** Whether xl is too old to be told how many shared interrupts the guest has. */
  public boolean hasNoNrSpis(Platform platform) {
    return platform.toolstack() == Toolstack.XL
        && !platform.keyTable("xl.cfg").has("nr_spis", version);
  }

  /**
   * Whether the guest's kernel has to find Xen: for grants, and for an agent that comes over the
   * xenstore.
   */
  public boolean needsXen() {
    return grantMode() == GrantMode.FORCED
        || channelsOrDefault().have(GuestChannel.XENSTORE)
        || devices.stream().anyMatch(device -> device.grants().orElse(false))
        || bridges.stream().anyMatch(bridge -> bridge.grants().orElse(false));
  }

  /** Over which channels the guest's agent may come. */
  public GuestChannels channelsOrDefault() {
    return channels.orElse(GuestChannels.DEFAULT);
  }

  /** This guest with other devices and slots in store. */
  public GuestSpec with(List<DeviceSpec> otherDevices, Optional<SpareSlots> otherSpare) {
    return new GuestSpec(
        platform,
        version,
        window,
        machine,
        grants,
        backends,
        otherDevices,
        bridges,
        otherSpare,
        channels,
        policy);
  }

  /** Slots in store. */
  public SpareSlots spareSlots() {
    return spare.orElse(SpareSlots.NONE);
  }
}
