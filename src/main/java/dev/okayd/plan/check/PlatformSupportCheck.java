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

/** What of a spec cannot be on its platform. */
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
    PlatformSupportCheck fit = new PlatformSupportCheck(spec, platform, faults);
    for (DeviceSpec device : spec.devices()) {
      fit.rebind(device);
      device.pin().ifPresent(pin -> fit.pin(device, pin));
    }
    fit.backends();
    spec.machineOrUnknown().vcpus().ifPresent(fit::vcpus);
    fit.vuart();
    fit.paused();
    fit.sharedInterrupts(spec.machineOrUnknown().passthroughInterrupts());
  }

  /** The guest's kernel probes the slot when it boots, and again whenever it is told to. */
  private void rebind(DeviceSpec device) {
    if (device.kind() == SlotKind.REBIND
        && !platform.answersUnclaimedAccesses()
        && !spec.machineOrUnknown().startsPaused()
        && !ReleaseCheck.answersUnclaimedAccesses(spec, platform)) {
      faults.add(
          ErrorCode.REBIND_NOT_POSSIBLE,
          "Device \"%s\" is okay from the start, but on platform %s a guest that probes it before its backend is up is"
              + " killed; make it \"gated\", or say machine.trapUnmappedAccesses: false if the hypervisor answers (Xen 4.21 or newer)%s",
          device.name(),
          platform.name(),
          platform.toolstack() == Toolstack.XL
              ? ", or machine.createdPaused: true if xl leaves the guest paused until somebody does"
              : "");
    }
  }

  /** A guest that Xen starts by itself runs before anybody in another domain can answer. */
  private void paused() {
    if (spec.machineOrUnknown().startsPaused() && platform.toolstack() != Toolstack.XL) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "machine.createdPaused is true, but nothing leaves a guest of platform %s paused; leave it out",
          platform.name());
    }
  }

  private void pin(DeviceSpec device, Pin pin) {
    if (pin.slot().isPresent() == pin.base().isPresent()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The pin of device \"%s\" has to have either slot or base",
          device.name());
    }
    if (pin.slot().isPresent() && pin.interrupt().isPresent()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The pin of device \"%s\" has slot and interrupt; the slot has an interrupt of its own",
          device.name());
    }
    pin.interrupt()
        .filter(intid -> intid < Interrupt.FIRST_SPI || intid > Interrupt.LAST_SPI)
        .ifPresent(
            intid ->
                faults.add(
                    ErrorCode.INVALID_SPEC,
                    "Device \"%s\" is pinned to INTID %d, %d to %d are shared interrupts",
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
                    "Device \"%s\" is pinned to %s, a multiple of %s is expected",
                    device.name(),
                    base,
                    platform.window().slotSize()));
  }

  private void backends() {
    Set<String> used = used();
    long servers = used.stream().mapToLong(this::servers).sum();
    for (HypervisorLimit limit : platform.limits(HypervisorLimit.Kind.BACKENDS, spec.version())) {
      if (servers > limit.left()) {
        faults.add(
            ErrorCode.TOO_MANY_BACKENDS,
            servers == used.size()
                ? "The guest has %d backends, %d are the most: %s"
                : "The guest needs %d servers, for a daemon of its backends has one for each device; %d are the most: %s",
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
            "machine.vcpus is %d, %d are the most: %s",
            count,
            limit.left(),
            limit.because());
      }
    }
  }

  private Set<String> used() {
    Set<String> used = new TreeSet<>();
    Stream.concat(
            spec.devices().stream().map(DeviceSpec::backend),
            spec.bridges().stream().map(PciBridgeSpec::backend))
        .forEach(used::add);
    return used;
  }

  private void vuart() {
    // where addresses are the host's, so is the place of the UART, and the spec says it as reserved
    if (spec.machineOrUnknown().hasVuart()
        && platform.vuart().isEmpty()
        && !platform.hasHostAddresses()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Platform %s has no emulated UART; leave machine.vuart out",
          platform.name());
    }
  }

  /** A guest is configured with a number of them that covers the highest one. */
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
                                "INTID %d needs %d shared interrupts, platform %s has %d at most",
                                intid,
                                intid - Interrupt.FIRST_SPI + 1,
                                platform.name(),
                                bounds.most())));
  }
}
