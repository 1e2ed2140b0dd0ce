package dev.okayd.plan;

import dev.okayd.error.ErrorCode;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Limit;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with a spec by itself. */
final class SpecCheck {
  /** A guest of more devices than any platform has slots for is a mistake; this bounds the work. */
  private static final int MAX_DEVICES = 1024;

  private static final int FIRST_PPI = 16;

  private static final int MOST_VCPUS = 4096;

  /** 16 TiB. */
  private static final int MOST_MIB = 1 << 24;

  /** See {@link Plan#gates()}. */
  private static final Pattern SPARE_GATE = Pattern.compile("spare-[0-9]+");

  private final GuestSpec spec;
  private final Platform platform;
  private final Faults faults;

  private SpecCheck(GuestSpec spec, Platform platform, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.faults = faults;
  }

  static void check(GuestSpec spec, Platform platform, Faults faults) {
    SpecCheck check = new SpecCheck(spec, platform, faults);
    if (spec.devices().size() > MAX_DEVICES) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The spec has %d devices, %d are the most",
          spec.devices().size(),
          MAX_DEVICES);
      return;
    }
    check.devices();
    DeviceOrder.check(spec.devices(), faults);
    check.bridges();
    check.backends();
    check.machine();
  }

  private void name(String what, String name) {
    if (!Names.isName(name)) {
      faults.add(ErrorCode.INVALID_SPEC, "%s", Names.complaint(what, name));
    }
  }

  private void devices() {
    Set<String> names = new HashSet<>();
    for (DeviceSpec device : spec.devices()) {
      name("device", device.name());
      name("backend", device.backend());
      unique(names, device.name());
      rebind(device);
      device.pin().ifPresent(pin -> pin(device, pin));
      device.source().ifPresent(source -> source(device, source));
    }
    spec.bridges().forEach(bridge -> unique(names, bridge.name()));
  }

  /** The guest's kernel probes the slot when it boots, and again whenever it is told to. */
  private void rebind(DeviceSpec device) {
    if (device.kind() == SlotKind.REBIND
        && !platform.answersUnclaimedAccesses()
        && !spec.machineOrUnknown().hasUnclaimedAccessesAnswered()) {
      faults.add(
          ErrorCode.REBIND_NOT_POSSIBLE,
          "Device \"%s\" is okay from the start, but on platform %s a guest that probes it before its backend is up is"
              + " killed; make it \"gated\", or say machine.trapUnmappedAccesses: false if the hypervisor answers",
          device.name(),
          platform.name());
    }
  }

  private void unique(Set<String> names, String name) {
    if (SPARE_GATE.matcher(name).matches()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "\"%s\" is what the gate of a spare slot is called; give the device or bridge another name",
          name);
    }
    if (!names.add(name)) {
      faults.add(
          ErrorCode.DUPLICATE_DEVICE,
          "Two devices are named \"%s\"; give each a name of its own",
          name);
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

  private void source(DeviceSpec device, String source) {
    if (!DeviceSpec.isSource(source)) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The source of device \"%s\" is no path or name: letters, digits and /._:+@=- are expected",
          device.name());
    }
  }

  private void bridges() {
    Set<String> backends = new HashSet<>();
    for (BridgeSpec bridge : spec.bridges()) {
      name("bridge", bridge.name());
      name("backend", bridge.backend());
      if (!backends.add(bridge.backend())) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "Backend \"%s\" has two bridges; put all of its devices behind one",
            bridge.backend());
      }
    }
  }

  private void backends() {
    Set<String> listed = new HashSet<>();
    for (GuestBackend backend : spec.backends()) {
      name("backend", backend.name());
      if (!listed.add(backend.name())) {
        faults.add(ErrorCode.INVALID_SPEC, "Backend \"%s\" is listed twice", backend.name());
      }
      backend
          .domid()
          .filter(domid -> domid < 0 || domid > Grants.LAST_DOMID)
          .ifPresent(
              domid ->
                  faults.add(
                      ErrorCode.INVALID_SPEC,
                      "The domid of backend \"%s\" is %d, 0 to %d are expected",
                      backend.name(),
                      domid,
                      Grants.LAST_DOMID));
    }
    Set<String> used = used();
    for (Limit limit : platform.limits(Limit.Kind.BACKENDS, spec.version())) {
      if (used.size() > limit.left()) {
        faults.add(
            ErrorCode.TOO_MANY_BACKENDS,
            "The guest has %d backends, %d are the most: %s",
            used.size(),
            limit.left(),
            limit.because());
      }
    }
  }

  private Set<String> used() {
    Set<String> used = new TreeSet<>();
    Stream.concat(
            spec.devices().stream().map(DeviceSpec::backend),
            spec.bridges().stream().map(BridgeSpec::backend))
        .forEach(used::add);
    return used;
  }

  private void machine() {
    MachineSpec machine = spec.machineOrUnknown();
    // where addresses are the host's, so is the place of the UART, and the spec says it as reserved
    if (machine.hasVuart() && platform.vuart().isEmpty() && !platform.hasHostAddresses()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Platform %s has no emulated UART; leave machine.vuart out",
          platform.name());
    }
    expect("machine.vcpus", machine.vcpus(), MOST_VCPUS);
    expect("machine.memoryMib", machine.memoryMib(), MOST_MIB);
    Stream.concat(machine.ram().stream(), machine.reserved().stream())
        .flatMap(region -> region.fault().stream())
        .forEach(fault -> faults.add(ErrorCode.INVALID_SPEC, "%s", fault));
    passthroughInterrupts(machine.passthroughInterrupts());
    sharedInterrupts(machine.passthroughInterrupts());
  }

  private void expect(String place, Optional<Integer> value, int most) {
    value
        .filter(number -> number < 1 || number > most)
        .ifPresent(
            number ->
                faults.add(
                    ErrorCode.INVALID_SPEC, "%s is %d, 1 to %d are expected", place, number, most));
  }

  private void passthroughInterrupts(List<Integer> intids) {
    Set<Integer> listed = new HashSet<>();
    for (int intid : intids) {
      if (intid < FIRST_PPI || intid > Interrupt.LAST_SPI) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "Passed-through INTID %d is none, %d to %d are expected",
            intid,
            FIRST_PPI,
            Interrupt.LAST_SPI);
      } else if (!listed.add(intid)) {
        faults.add(ErrorCode.INVALID_SPEC, "Passed-through INTID %d is listed twice", intid);
      }
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
