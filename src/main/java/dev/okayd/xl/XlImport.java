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

/** Makes a guest spec of an xl.cfg. */
public final class XlImport {
  /** {@code --gate all} means all devices, so none has this name. */
  private static final String ALL = "all";

  private final Platform platform;
  private final GateSelection gating;
  private final XlDiagnostics diagnostics = new XlDiagnostics();
  private final UniqueNames names = new UniqueNames(ALL);
  private final Map<DeviceType, Integer> counts = new EnumMap<>(DeviceType.class);
  private final List<Device> devices = new ArrayList<>();

  /** A device of the spec, and what it was made of. */
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
   * @param gating which devices are to be gated
   * @throws XlException if xl would refuse it, or if it has a device that a spec cannot have
   * @throws OkaydException {@code device-not-found} if a device is to be gated that is not there
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
    reader.noteWhatTheSpecCannotSay(machine, platform);
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
    String name = names.like(found.wantedName().orElseGet(() -> numbered(found.type())), "device");
    return new DeviceSpec(
        name,
        found.type(),
        found.virtioId(),
        found.backend().name(),
        Optional.of(gating.holds(name) ? SlotKind.GATED : SlotKind.BOOT),
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
   * The plan gives slots to all boot disks first, as libxl does for {@code disk=}. A disk in {@code
   * virtio=} has its place there, which the spec can say only if nothing else comes before it.
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
            "Disk \"%s\" has a slot behind device \"%s\" here, and a plan has all disks first; put it into disk=, or before the others in %s=",
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
                  "There is no device %s to gate; there are %s"
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
          "\"%s\" is gated: take this entry out of %s=, or the guest gets a node for it from xl too; boot devices behind it move up by one slot",
          name,
          list);
    } else if (list.equals("virtio") && device.spec().type() == DeviceType.BLK) {
      diagnostics.note(
          device.found().position(),
          "The xl.cfg that plan writes has \"%s\" in disk=, where another daemon looks for it; put this entry there instead",
          name);
    }
  }
}
