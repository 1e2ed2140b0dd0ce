package dev.okayd.testing;

import dev.okayd.plan.spec.BackendSpec;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.plan.spec.GuestChannels;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.plan.spec.SlotWindowSpec;
import dev.okayd.plan.spec.SpareSlots;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Region;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.HypervisorVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Specs with only what a test needs: {@code Specs.on("xen").with(gated("disk")).spec()}. */
public final class Specs {
  private final String platform;
  private final List<BackendSpec> backends = new ArrayList<>();
  private final List<DeviceSpec> devices = new ArrayList<>();
  private final List<PciBridgeSpec> bridges = new ArrayList<>();
  private Optional<HypervisorVersion> version = Optional.empty();
  private Optional<SlotWindowSpec> window = Optional.empty();
  private Optional<MachineSpec> machine = Optional.empty();
  private Optional<GrantMode> grants = Optional.empty();
  private Optional<SpareSlots> spare = Optional.empty();
  private Optional<GuestChannels> channels = Optional.empty();

  private Specs(String platform) {
    this.platform = platform;
  }

  /** A guest on a platform, without devices. */
  public static Specs on(String platform) {
    return new Specs(platform);
  }

  /** A gated disk of the backend {@code storage}. */
  public static DeviceSpec gated(String name) {
    return gated(name, DeviceType.BLK, "storage");
  }

  /** A gated device. */
  public static DeviceSpec gated(String name, DeviceType type, String backend) {
    return new DeviceSpec(name, type, backend, Optional.empty());
  }

  /** A console of the backend {@code storage} in a boot slot. */
  public static DeviceSpec boot(String name) {
    return boot(name, DeviceType.CONSOLE);
  }

  /** A device of the backend {@code storage} in a boot slot. */
  public static DeviceSpec boot(String name, DeviceType type) {
    return new DeviceSpec(name, type, "storage", Optional.of(SlotKind.BOOT));
  }

  /** A bridge. */
  public static PciBridgeSpec bridge(String name, String backend) {
    return new PciBridgeSpec(name, backend, Optional.empty(), List.of());
  }

  /** A bridge with grants. */
  public static PciBridgeSpec bridgeWithGrants(String name, String backend) {
    return new PciBridgeSpec(name, backend, Optional.of(true), List.of());
  }

  /** A device that its backend serves from a file. */
  public static DeviceSpec from(String source, DeviceSpec device) {
    return new DeviceSpec(
        device.name(),
        device.type(),
        device.backend(),
        device.slotKind(),
        device.pin(),
        device.grants(),
        Optional.of(source));
  }

  /** An address range, with numbers in the format of a spec. */
  public static Region region(String name, String base, String size) {
    return new Region(name, HexNumber.parse(base), HexNumber.parse(size));
  }

  public Specs with(DeviceSpec... more) {
    devices.addAll(List.of(more));
    return this;
  }

  public Specs with(List<DeviceSpec> more) {
    devices.addAll(more);
    return this;
  }

  public Specs with(PciBridgeSpec... more) {
    bridges.addAll(List.of(more));
    return this;
  }

  public Specs version(String text) {
    version = Optional.of(HypervisorVersion.parse(text));
    return this;
  }

  public Specs window(String base, int interrupt) {
    return window(base, interrupt, Optional.empty(), Optional.empty());
  }

  public Specs window(String base, int interrupt, int slots) {
    return window(base, interrupt, Optional.of(slots), Optional.empty());
  }

  public Specs window(
      String base, int interrupt, Optional<Integer> slots, Optional<String> slotSize) {
    window =
        Optional.of(
            new SlotWindowSpec(
                HexNumber.parse(base), interrupt, slots, slotSize.map(HexNumber::parse)));
    return this;
  }

  /** A backend with a domain. */
  public Specs backend(String name, int domid) {
    backends.add(new BackendSpec(name, Optional.of(domid), Optional.empty()));
    return this;
  }

  /** A backend with a daemon. */
  public Specs backend(String name, Daemon daemon) {
    backends.add(new BackendSpec(name, Optional.empty(), Optional.of(daemon)));
    return this;
  }

  /** A backend with all fields. */
  public Specs backend(String name, int domid, Daemon daemon) {
    backends.add(new BackendSpec(name, Optional.of(domid), Optional.of(daemon)));
    return this;
  }

  public Specs grants(GrantMode mode) {
    grants = Optional.of(mode);
    return this;
  }

  public Specs spare(int count) {
    spare = Optional.of(SpareSlots.of(count));
    return this;
  }

  public Specs spareAll() {
    spare = Optional.of(SpareSlots.ALL);
    return this;
  }

  public Specs vcpus(int count) {
    MachineSpec m = machineSoFar();
    return machine(
        Optional.of(count),
        m.memoryMib(),
        m.vuart(),
        m.trapUnmappedAccesses(),
        m.passthroughInterrupts(),
        m.ram(),
        m.reserved());
  }

  public Specs memoryMib(int mib) {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        Optional.of(mib),
        m.vuart(),
        m.trapUnmappedAccesses(),
        m.passthroughInterrupts(),
        m.ram(),
        m.reserved());
  }

  public Specs vuart() {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        m.memoryMib(),
        Optional.of(true),
        m.trapUnmappedAccesses(),
        m.passthroughInterrupts(),
        m.ram(),
        m.reserved());
  }

  public Specs trapUnmappedAccesses(boolean trap) {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        m.memoryMib(),
        m.vuart(),
        Optional.of(trap),
        m.passthroughInterrupts(),
        m.ram(),
        m.reserved());
  }

  public Specs createdPaused() {
    MachineSpec m = machineSoFar();
    machine =
        Optional.of(
            new MachineSpec(
                m.vcpus(),
                m.memoryMib(),
                m.vuart(),
                m.trapUnmappedAccesses(),
                Optional.of(true),
                m.passthroughInterrupts(),
                m.ram(),
                m.reserved()));
    return this;
  }

  public Specs passthrough(Integer... intids) {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        m.memoryMib(),
        m.vuart(),
        m.trapUnmappedAccesses(),
        Arrays.asList(intids),
        m.ram(),
        m.reserved());
  }

  public Specs ram(Region... regions) {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        m.memoryMib(),
        m.vuart(),
        m.trapUnmappedAccesses(),
        m.passthroughInterrupts(),
        List.of(regions),
        m.reserved());
  }

  public Specs reserved(Region... regions) {
    MachineSpec m = machineSoFar();
    return machine(
        m.vcpus(),
        m.memoryMib(),
        m.vuart(),
        m.trapUnmappedAccesses(),
        m.passthroughInterrupts(),
        m.ram(),
        List.of(regions));
  }

  private MachineSpec machineSoFar() {
    return machine.orElse(MachineSpec.UNKNOWN);
  }

  private Specs machine(
      Optional<Integer> vcpus,
      Optional<Integer> memoryMib,
      Optional<Boolean> vuart,
      Optional<Boolean> trapUnmappedAccesses,
      List<Integer> passthroughInterrupts,
      List<Region> ram,
      List<Region> reserved) {
    machine =
        Optional.of(
            new MachineSpec(
                vcpus,
                memoryMib,
                vuart,
                trapUnmappedAccesses,
                machineSoFar().createdPaused(),
                passthroughInterrupts,
                ram,
                reserved));
    return this;
  }

  public Specs channels(GuestChannel... inOrder) {
    channels = Optional.of(new GuestChannels(List.of(inOrder)));
    return this;
  }

  public GuestSpec spec() {
    return new GuestSpec(
        platform,
        version,
        window,
        machine,
        grants,
        backends,
        devices,
        bridges,
        spare,
        channels,
        Optional.empty());
  }
}
