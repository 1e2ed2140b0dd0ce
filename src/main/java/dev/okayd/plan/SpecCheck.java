package dev.okayd.plan;

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

/** What is wrong with a spec by itself, wherever the guest is to run. */
final class SpecCheck {
  /** A guest of more devices than any platform has slots for is a mistake; this bounds the work. */
  private static final int MAX_DEVICES = 1024;

  private static final int FIRST_PPI = 16;

  private static final int MOST_VCPUS = 4096;

  /** xl reads at most four hexadecimal digits. */
  private static final int MOST_VIRTIO_ID = 0xffff;

  /** 16 TiB. */
  private static final int MOST_MIB = 1 << 24;

  /** See {@link Plan#gates()}. */
  private static final Pattern SPARE_GATE = Pattern.compile("spare-[0-9]+");

  private final GuestSpec spec;
  private final Faults faults;

  private SpecCheck(GuestSpec spec, Faults faults) {
    this.spec = spec;
    this.faults = faults;
  }

  static void check(GuestSpec spec, Faults faults) {
    SpecCheck check = new SpecCheck(spec, faults);
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
      device.source().ifPresent(source -> source(device, source));
      device.virtioId().ifPresent(id -> virtioId(device, id));
    }
    spec.bridges().forEach(bridge -> unique(names, bridge.name()));
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

  private void virtioId(DeviceSpec device, int id) {
    if (device.type() != DeviceType.OTHER) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "Device \"%s\" has virtioId %d, which its type %s says already; leave virtioId out, or take type other",
          device.name(),
          id,
          device.type());
    } else if (id < 1 || id > MOST_VIRTIO_ID) {
      faults.add(
          ErrorCode.INVALID_SPEC,
          "The virtioId of device \"%s\" is %d, 1 to %d are expected",
          device.name(),
          id,
          MOST_VIRTIO_ID);
    } else {
      DeviceType.withVirtioId(id)
          .ifPresent(
              type ->
                  faults.add(
                      ErrorCode.INVALID_SPEC,
                      "Device \"%s\" has virtioId %d, which is a %s; take type %s and leave virtioId out",
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
          .filter(domid -> domid < 0 || domid > GuestBackend.LAST_DOMID)
          .ifPresent(
              domid ->
                  faults.add(
                      ErrorCode.INVALID_SPEC,
                      "The domid of backend \"%s\" is %d, 0 to %d are expected",
                      backend.name(),
                      domid,
                      GuestBackend.LAST_DOMID));
    }
  }

  private void machine() {
    MachineSpec machine = spec.machineOrUnknown();
    expect("machine.vcpus", machine.vcpus(), MOST_VCPUS);
    expect("machine.memoryMib", machine.memoryMib(), MOST_MIB);
    Stream.concat(machine.ram().stream(), machine.reserved().stream())
        .flatMap(region -> region.fault().stream())
        .forEach(fault -> faults.add(ErrorCode.INVALID_SPEC, "%s", fault));
    passthroughInterrupts(machine.passthroughInterrupts());
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
}
