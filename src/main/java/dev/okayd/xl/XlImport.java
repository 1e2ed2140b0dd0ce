package dev.okayd.xl;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.xl.config.QuotedText;
import dev.okayd.xl.config.XlConfigParser;
import dev.okayd.xl.config.XlDiagnostics;
import dev.okayd.xl.config.XlException;
import dev.okayd.xl.config.XlSettings;
import dev.okayd.xl.device.DeviceListReader;
import dev.okayd.xl.device.UniqueNames;
import dev.okayd.xl.device.XlBackends;
import dev.okayd.xl.device.XlDevice;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts an xl.cfg to a guest spec. */
public final class XlImport {
  /** Reserved: {@code --gate all} selects all devices, so no device gets this name. */
  private static final String ALL = "all";

  private final Platform platform;
  private final GateSelection gating;
  private final XlDiagnostics diagnostics = new XlDiagnostics();
  private final UniqueNames names = new UniqueNames(ALL);
  private final Map<DeviceType, Integer> counts = new EnumMap<>(DeviceType.class);
  private final List<Device> devices = new ArrayList<>();

  /** A device of the spec, and the device of the xl.cfg that it comes from. */
  private record Device(DeviceSpec spec, XlDevice found) {}

  private XlImport(Platform platform, GateSelection gating) {
    this.platform = platform;
    this.gating = gating;
  }

  /**
   * Reads an xl.cfg.
   *
   * @param file its name, for messages
   * @param content its bytes
   * @param platform of the guest
   * @param gating the devices to gate
   * @throws XlException if xl would refuse the file, or a spec cannot hold one of its devices
   * @throws OkaydException {@code device-not-found} if {@code gating} names an unknown device
   */
  public static XlImportResult read(
      String file, byte[] content, Platform platform, GateSelection gating) {
    return new XlImport(platform, gating).read(file, content);
  }

  private XlImportResult read(String file, byte[] content) {
    XlSettings settings = new XlSettings(XlConfigParser.parse(file, content), diagnostics);
    MachineReader reader = new MachineReader(settings, diagnostics);
    Optional<MachineSpec> machine = reader.machine();
    XlBackends backends = new XlBackends(diagnostics);
    DeviceListReader.read(settings, platform.xlDialect(), backends, diagnostics)
        .forEach(found -> devices.add(new Device(device(found), found)));
    reader.noteUnsupported(machine, platform);
    checkOrder();
    diagnostics.refuseIfAny();
    checkGating();
    devices.forEach(this::note);
    return new XlImportResult(
        new GuestSpec(
            platform.name(),
            Optional.empty(),
            Optional.empty(),
            machine,
            Optional.empty(),
            backends.listed(),
            devices.stream().map(Device::spec).toList(),
            List.of(),
            Optional.empty()),
        diagnostics.notes());
  }

  private DeviceSpec device(XlDevice found) {
    String name =
        names.unique(found.preferredName().orElseGet(() -> numbered(found.type())), "device");
    return new DeviceSpec(
        name,
        found.type(),
        found.virtioId(),
        found.backend().name(),
        Optional.of(gating.includes(name) ? SlotKind.GATED : SlotKind.BOOT),
        Optional.empty(),
        Optional.of(true).filter(grants -> found.grants()),
        found.source(),
        List.of(),
        Optional.empty());
  }

  private String numbered(DeviceType type) {
    return type.toString() + (counts.merge(type, 1, Integer::sum) - 1);
  }

  /**
   * A plan assigns slots to all boot disks first, as libxl does for {@code disk=}. libxl assigns a
   * disk in {@code virtio=} a slot in the order of that list; a spec can express this only if no
   * other device precedes the disk.
   */
  private void checkOrder() {
    Optional<String> other = Optional.empty();
    for (Device device : devices) {
      if (device.spec().kind() != SlotKind.BOOT || !platform.disksFirst()) {
        continue;
      }
      if (device.spec().type() != DeviceType.BLK) {
        other = Optional.of(device.spec().name());
      } else if (other.isPresent()) {
        diagnostics.error(
            device.found().position(),
            "Disk \"%s\" has a slot after device \"%s\" here, but a plan places all disks first; move it to disk=, or before the other devices in %s=",
            device.spec().name(),
            other.get(),
            device.found().list());
      }
    }
  }

  private void checkGating() {
    if (gating instanceof GateSelection.Only only) {
      List<String> known = devices.stream().map(device -> device.spec().name()).toList();
      List<OkaydException.Fault> faults = new ArrayList<>();
      for (String name : only.names().stream().sorted().toList()) {
        if (!known.contains(name)) {
          faults.add(
              new OkaydException.Fault(
                  ErrorCode.DEVICE_NOT_FOUND,
                  "There is no device %s to gate; the devices are %s"
                      .formatted(
                          QuotedText.of(name),
                          known.isEmpty() ? "none" : String.join(", ", known))));
        }
      }
      if (!faults.isEmpty()) {
        throw new OkaydException(faults);
      }
    }
  }

  private void note(Device device) {
    String name = device.spec().name();
    String list = device.found().list();
    if (device.spec().kind() == SlotKind.GATED) {
      diagnostics.note(
          device.found().position(),
          "\"%s\" is gated: remove this entry from %s=, otherwise xl creates a second node for it; boot devices after it move up by one slot",
          name,
          list);
    } else if (list.equals("virtio") && device.spec().type() == DeviceType.BLK) {
      diagnostics.note(
          device.found().position(),
          "The xl.cfg that plan writes has \"%s\" in disk=, which another daemon serves; put this entry there instead",
          name);
    }
  }
}
