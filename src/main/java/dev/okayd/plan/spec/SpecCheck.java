package dev.okayd.plan.spec;

import dev.okayd.document.Names;
import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Interrupt;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks a spec by itself, independent of its platform. */
public final class SpecCheck {
  /** Bounds the work. No platform has slots for more devices. */
  private static final int MAX_DEVICES = 1024;

  private static final int FIRST_PPI = 16;

  private static final int MAX_VCPUS = 4096;

  /** xl reads at most four hexadecimal digits. */
  private static final int MAX_VIRTIO_ID = 0xffff;

  /** 16 TiB. */
  private static final int MAX_MIB = 1 << 24;

  /** See {@code Plan.gates()}. */
  private static final Pattern SPARE_GATE = Pattern.compile("spare-[0-9]+");

  private final GuestSpec spec;
  private final Faults faults;

  private SpecCheck(GuestSpec spec, Faults faults) {
    this.spec = spec;
    this.faults = faults;
  }

  public static void check(GuestSpec spec, Faults faults) {
    SpecCheck check = new SpecCheck(spec, faults);
    if (spec.devices().size() > MAX_DEVICES) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The spec has %d devices; the maximum is %d",
          spec.devices().size(),
          MAX_DEVICES);
      return;
    }
    check.devices();
    DeviceOrderCheck.check(spec.devices(), faults);
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
      device.source().ifPresent(source -> source(device, source));
      device.virtioId().ifPresent(id -> virtioId(device, id));
    }
    spec.bridges().forEach(bridge -> unique(names, bridge.name()));
  }

  private void unique(Set<String> names, String name) {
    if (SPARE_GATE.matcher(name).matches()) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "\"%s\" is the name of the gate of a spare slot; give the device or bridge another name",
          name);
    }
    if (!names.add(name)) {
      faults.add(
          ErrorCode.DUPLICATE_DEVICE,
          "Two devices are named \"%s\"; give each a unique name",
          name);
    }
  }

  private void virtioId(DeviceSpec device, int id) {
    if (device.type() != DeviceType.OTHER) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" has virtioId %d, but its type %s implies the ID; leave virtioId out, or use type other",
          device.name(),
          id,
          device.type());
    } else if (id < 1 || id > MAX_VIRTIO_ID) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The virtioId of device \"%s\" is %d; expected 1 to %d",
          device.name(),
          id,
          MAX_VIRTIO_ID);
    } else {
      DeviceType.withVirtioId(id)
          .ifPresent(
              type ->
                  faults.add(
                      ErrorCode.INVALID_SPEC,
                      "Device \"%s\" has virtioId %d, which is a %s; use type %s and leave virtioId out",
                      device.name(),
                      id,
                      type,
                      type));
    }
  }

  private void source(DeviceSpec device, String source) {
    if (!DeviceSpec.isSource(source)) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The source of device \"%s\" is not a path or name; expected letters, digits and /._:+@=-",
          device.name());
    }
  }

  private void bridges() {
    Set<String> backends = new HashSet<>();
    for (PciBridgeSpec bridge : spec.bridges()) {
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
    for (BackendSpec backend : spec.backends()) {
      name("backend", backend.name());
      if (!listed.add(backend.name())) {
        faults.add(ErrorCode.INVALID_SPEC, "Backend \"%s\" is listed twice", backend.name());
      }
      backend
          .domid()
          .filter(domid -> domid < 0 || domid > BackendSpec.LAST_DOMID)
          .ifPresent(
              domid ->
                  faults.add(
                      ErrorCode.INVALID_SPEC,
                      "The domid of backend \"%s\" is %d; expected 0 to %d",
                      backend.name(),
                      domid,
                      BackendSpec.LAST_DOMID));
    }
  }

  private void machine() {
    MachineSpec machine = spec.machineOrUnknown();
    expect("machine.vcpus", machine.vcpus(), MAX_VCPUS);
    expect("machine.memoryMib", machine.memoryMib(), MAX_MIB);
    Stream.concat(machine.ram().stream(), machine.reserved().stream())
        .flatMap(region -> region.fault().stream())
        .forEach(fault -> faults.add(ErrorCode.INVALID_SPEC, "%s", fault));
    passthroughInterrupts(machine.passthroughInterrupts());
  }

  private void expect(String field, Optional<Integer> value, int max) {
    value
        .filter(number -> number < 1 || number > max)
        .ifPresent(
            number ->
                faults.add(
                    ErrorCode.INVALID_SPEC, "%s is %d; expected 1 to %d", field, number, max));
  }

  private void passthroughInterrupts(List<Integer> intids) {
    Set<Integer> listed = new HashSet<>();
    for (int intid : intids) {
      if (intid < FIRST_PPI || intid > Interrupt.LAST_SPI) {
        faults.add(
            ErrorCode.INVALID_SPEC,
            "Passed-through INTID %d is out of range; expected %d to %d",
            intid,
            FIRST_PPI,
            Interrupt.LAST_SPI);
      } else if (!listed.add(intid)) {
        faults.add(ErrorCode.INVALID_SPEC, "Passed-through INTID %d is listed twice", intid);
      }
    }
  }
}
