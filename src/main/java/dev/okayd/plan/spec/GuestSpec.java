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
 * The guest as the user wants it. A PUT request and a file for the command line have the same
 * format.
 *
 * @param platform name of the platform
 * @param version of the hypervisor; version-specific limits apply only if it is known
 * @param window the slot window, on platforms without a fixed one
 * @param machine other resources of the guest
 * @param grants how backends access the guest's memory; defaults to per-device
 * @param backends details of backends; a backend that is not listed is known by name only
 * @param devices in the order in which the toolstack starts the boot devices
 * @param bridges gated PCI host bridges
 * @param spare number of spare slots; defaults to none
 * @param channels that the guest's agent may use; defaults to HTTP
 * @param policy for failures of any device of the guest
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

  private static final int SPI_GRANULARITY = 32;

  @JsonCreator
  public GuestSpec {
    backends = entries("A backend", backends);
    devices = entries("A device", devices);
    bridges = entries("A bridge", bridges);
  }

  /** A guest with devices and defaults for all other fields. */
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

  /** A guest with every field that affects the plan. */
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
      throw new IllegalArgumentException(what + " is null; leave the entry out, or fill it in");
    }
    return List.copyOf(list);
  }

  @Override
  public void check(Faults faults) {
    SpecCheck.check(this, faults);
  }

  /** The device with a name. */
  public Optional<DeviceSpec> device(String name) {
    return devices.stream().filter(device -> device.name().equals(name)).findFirst();
  }

  /** The backend with a name, listed or not. */
  public BackendSpec backend(String name) {
    return backends.stream()
        .filter(backend -> backend.name().equals(name))
        .findFirst()
        .orElseGet(() -> BackendSpec.unknown(name));
  }

  /** Other resources of the guest; unknown if the spec has none. */
  public MachineSpec machineOrUnknown() {
    return machine.orElse(MachineSpec.UNKNOWN);
  }

  /** How backends access the guest's memory. */
  public GrantMode grantMode() {
    return grants.orElse(GrantMode.PER_DEVICE);
  }

  /**
   * Whether the guest has the platform's emulated UART. The spec can ask for it. An xl without
   * {@code nr_spis} gives a guest shared interrupts only together with the UART or with a
   * passed-through interrupt.
   */
  public boolean hasVuart(Platform platform) {
    return machineOrUnknown().hasVuart() || needsVuart(platform);
  }

  /** Whether the guest gets shared interrupts only together with an emulated UART. */
  public boolean needsVuart(Platform platform) {
    return hasNoNrSpis(platform)
        && !machineOrUnknown().hasVuart()
        && machineOrUnknown().passthroughInterrupts().isEmpty();
  }

  /**
   * The highest INTID that the guest can have. Without {@code nr_spis}, the hypervisor rounds the
   * number of interrupts that xl itself needs up to a multiple of 32 (vgic.c, domain_vgic_init).
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
    return highest | SPI_GRANULARITY - 1;
  }

  /** Whether xl is too old to have {@code nr_spis}, the number of shared interrupts. */
  public boolean hasNoNrSpis(Platform platform) {
    return platform.toolstack() == Toolstack.XL
        && !platform.keyTable("xl.cfg").has("nr_spis", version);
  }

  /**
   * Whether the guest's kernel must detect Xen: for grants, and for an agent on the xenstore
   * channel.
   */
  public boolean needsXen() {
    return grantMode() == GrantMode.FORCED
        || channelsOrDefault().include(GuestChannel.XENSTORE)
        || devices.stream().anyMatch(device -> device.grants().orElse(false))
        || bridges.stream().anyMatch(bridge -> bridge.grants().orElse(false));
  }

  /** The channels that the guest's agent may use. */
  public GuestChannels channelsOrDefault() {
    return channels.orElse(GuestChannels.DEFAULT);
  }

  /** This guest with other devices and another number of spare slots. */
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

  /** The number of spare slots. */
  public SpareSlots spareSlots() {
    return spare.orElse(SpareSlots.NONE);
  }
}
