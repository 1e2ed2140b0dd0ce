package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.plan.spec.Pin;
import dev.okayd.platform.Daemon;
import dev.okayd.platform.HypervisorLimit;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.Toolstack;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks that the platform supports what a spec asks for. */
public final class PlatformSupportCheck {
  private final GuestSpec spec;
  private final Platform platform;
  private final Faults faults;

  private PlatformSupportCheck(GuestSpec spec, Platform platform, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.faults = faults;
  }

  public static void check(GuestSpec spec, Platform platform, Faults faults) {
    PlatformSupportCheck check = new PlatformSupportCheck(spec, platform, faults);
    for (DeviceSpec device : spec.devices()) {
      check.rebind(device);
      device.pin().ifPresent(pin -> check.pin(device, pin));
    }
    check.backends();
    spec.machineOrUnknown().vcpus().ifPresent(check::vcpus);
    check.vuart();
    check.paused();
    check.sharedInterrupts(spec.machineOrUnknown().passthroughInterrupts());
  }

  /** The guest's kernel probes the slot at boot, and again at each rebind. */
  private void rebind(DeviceSpec device) {
    if (device.kind() == SlotKind.REBIND
        && !platform.answersUnclaimedAccesses()
        && !spec.machineOrUnknown().startsPaused()
        && !ReleaseCheck.answersUnclaimedAccesses(spec, platform)) {
      faults.add(
          ErrorCode.REBIND_NOT_POSSIBLE,
          "Device \"%s\" is okay from the start, but on platform %s a guest that probes it before its backend is up is killed; make it \"gated\", or set machine.trapUnmappedAccesses: false if the hypervisor answers (Xen 4.21 or newer)%s",
          device.name(),
          platform.name(),
          platform.toolstack() == Toolstack.XL
              ? ", or machine.createdPaused: true if you unpause the guest only when its backends are up"
              : "");
    }
  }

  /** A dom0less guest runs before a backend in another domain can answer. */
  private void paused() {
    if (spec.machineOrUnknown().startsPaused() && platform.toolstack() != Toolstack.XL) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "machine.createdPaused is true, but platform %s cannot create a paused guest; leave it out",
          platform.name());
    }
  }

  private void pin(DeviceSpec device, Pin pin) {
    if (pin.slot().isPresent() == pin.base().isPresent()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The pin of device \"%s\" must have either slot or base",
          device.name());
    }
    if (pin.slot().isPresent() && pin.interrupt().isPresent()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The pin of device \"%s\" has slot and interrupt; leave interrupt out, because the slot has its own",
          device.name());
    }
    pin.interrupt()
        .filter(intid -> intid < Interrupt.FIRST_SPI || intid > Interrupt.LAST_SPI)
        .ifPresent(
            intid ->
                faults.add(
                    ErrorCode.INVALID_SPEC,
                    "Device \"%s\" is pinned to INTID %d; shared interrupts are %d to %d",
                    device.name(),
                    intid,
                    Interrupt.FIRST_SPI,
                    Interrupt.LAST_SPI));
    pin.base()
        .filter(base -> base.value() % platform.window().slotSize().value() != 0)
        .ifPresent(
            base ->
                faults.add(
                    ErrorCode.INVALID_SPEC,
                    "Device \"%s\" is pinned to %s; expected a multiple of %s",
                    device.name(),
                    base,
                    platform.window().slotSize()));
  }

  private void backends() {
    Set<String> usedBackends = usedBackends();
    long servers = usedBackends.stream().mapToLong(this::servers).sum();
    for (HypervisorLimit limit : platform.limits(HypervisorLimit.Kind.BACKENDS, spec.version())) {
      if (servers > limit.left()) {
        faults.add(
            ErrorCode.TOO_MANY_BACKENDS,
            servers == usedBackends.size()
                ? "The guest has %d backends; the maximum is %d: %s"
                : "The guest needs %d ioreq servers, because a daemon of its backends has one for each device; the maximum is %d: %s",
            servers,
            limit.left(),
            limit.because());
      }
    }
  }

  private long servers(String backend) {
    return spec.backend(backend).daemon().filter(Daemon::hasServerForEachDevice).isPresent()
        ? spec.devices().stream().filter(device -> device.backend().equals(backend)).count()
        : 1;
  }

  private void vcpus(int count) {
    for (HypervisorLimit limit : platform.limits(HypervisorLimit.Kind.VCPUS, spec.version())) {
      if (count > limit.left()) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "machine.vcpus is %d; the maximum is %d: %s",
            count,
            limit.left(),
            limit.because());
      }
    }
  }

  private Set<String> usedBackends() {
    Set<String> usedBackends = new TreeSet<>();
    Stream.concat(
            spec.devices().stream().map(DeviceSpec::backend),
            spec.bridges().stream().map(PciBridgeSpec::backend))
        .forEach(usedBackends::add);
    return usedBackends;
  }

  private void vuart() {
    // with the host's addresses the UART is at the host's address, which the spec reserves
    if (spec.machineOrUnknown().hasVuart()
        && platform.vuart().isEmpty()
        && !platform.hasHostAddresses()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Platform %s has no emulated UART; leave machine.vuart out",
          platform.name());
    }
  }

  /** The number of shared interrupts of a guest must cover its highest INTID. */
  private void sharedInterrupts(List<Integer> passedThrough) {
    int lastSlot =
        platform.interrupts().first().orElse(Interrupt.FIRST_SPI) + platform.window().slots() - 1;
    platform
        .sharedInterrupts()
        .ifPresent(
            bounds ->
                Stream.of(
                        spec.devices().stream()
                            .flatMap(device -> device.pin().stream())
                            .flatMap(pin -> pin.interrupt().stream()),
                        passedThrough.stream(),
                        Stream.of(lastSlot))
                    .flatMap(each -> each)
                    .filter(
                        intid ->
                            intid <= Interrupt.LAST_SPI
                                && intid >= Interrupt.FIRST_SPI + bounds.most())
                    .forEach(
                        intid ->
                            faults.add(
                                ErrorCode.INVALID_SPEC,
                                "INTID %d needs %d shared interrupts, but platform %s has at most %d",
                                intid,
                                intid - Interrupt.FIRST_SPI + 1,
                                platform.name(),
                                bounds.most())));
  }
}
