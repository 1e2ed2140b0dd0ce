package dev.okayd.plan.check;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.Faults;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.plan.spec.GuestSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.platform.Platform;
import dev.okayd.platform.SlotKind;
import dev.okayd.platform.toolstack.HypervisorVersion;
import dev.okayd.platform.toolstack.KeyTable;
import dev.okayd.platform.toolstack.Toolstack;
import dev.okayd.platform.toolstack.ToolstackKey;
import dev.okayd.platform.toolstack.XlDialect;
import java.util.Optional;

/** Checks that the named release of the hypervisor has what a spec asks for. */
public final class ReleaseCheck {
  private final GuestSpec spec;
  private final Platform platform;
  private final Faults faults;

  private ReleaseCheck(GuestSpec spec, Platform platform, Faults faults) {
    this.spec = spec;
    this.platform = platform;
    this.faults = faults;
  }

  public static void check(GuestSpec spec, Platform platform, Faults faults) {
    ReleaseCheck check = new ReleaseCheck(spec, platform, faults);
    check.minimumRelease();
    check.trapUnmappedAccesses();
    switch (platform.toolstack()) {
      case XL -> check.xl();
      case DOM0LESS -> check.dom0less();
      case QEMU -> check.qemu();
      case NONE -> {
        // okayd writes no configuration for it
      }
    }
  }

  /**
   * Whether the hypervisor answers accesses that no backend serves: the spec asks for it, and the
   * release has the key. An unknown release counts as one that has it.
   */
  static boolean answersUnclaimedAccesses(GuestSpec spec, Platform platform) {
    return spec.machineOrUnknown().hasUnclaimedAccessesAnswered()
        && trapKey(platform)
            .map(key -> spec.version().map(key::isKnownTo).orElse(true))
            .orElse(true);
  }

  private static Optional<ToolstackKey> trapKey(Platform platform) {
    return switch (platform.toolstack()) {
      case XL -> Optional.of(platform.keyTable("xl.cfg").key("trap_unmapped_accesses"));
      case DOM0LESS -> Optional.of(platform.keyTable("dom0less.dts").key("trap-unmapped-accesses"));
      case QEMU, NONE -> Optional.empty();
    };
  }

  private void minimumRelease() {
    platform.keyTables().stream()
        .findFirst()
        .flatMap(keys -> spec.version().filter(release -> release.compareTo(keys.least()) < 0))
        .ifPresent(
            release ->
                faults.add(
                    ErrorCode.NOT_IN_THIS_RELEASE,
                    "The spec's version is %s, but okayd plans guests for %s only from %s on: %s",
                    release,
                    platform.keyTables().get(0).releases(),
                    platform.keyTables().get(0).least(),
                    platform.keyTables().get(0).because()));
  }

  /** Releases without the key always fault. */
  private void trapUnmappedAccesses() {
    if (spec.machineOrUnknown().hasUnclaimedAccessesAnswered()) {
      trapKey(platform)
          .ifPresent(
              key ->
                  require(
                      key,
                      "machine.trapUnmappedAccesses is false",
                      "this release kills a guest at the first access that no backend serves; leave it out"));
    }
  }

  private void xl() {
    KeyTable keys = platform.keyTable("xl.cfg");
    for (DeviceSpec device : spec.devices()) {
      if (device.kind() == SlotKind.BOOT) {
        bootDeviceKey(device)
            .ifPresent(
                key ->
                    require(
                        keys.key(key),
                        "Device \"%s\" is in a boot slot".formatted(device.name()),
                        "xl would not start the device; make it \"gated\""));
      }
    }
  }

  /** Empty if AMD's xl cannot start the device; a comment in xl.cfg then says so. */
  private Optional<String> bootDeviceKey(DeviceSpec device) {
    if (device.type() == DeviceType.BLK) {
      return Optional.of("disk.specification");
    }
    return switch (platform.xlDialect()) {
      case UPSTREAM, EPAM -> Optional.of("virtio");
      case AMD -> device.type() == DeviceType.NET ? Optional.of("vif.model") : Optional.empty();
    };
  }

  private void dom0less() {
    KeyTable keys = platform.keyTable("dom0less.dts");
    if (platform.hasHostAddresses()) {
      require(keys.key("direct-map"), "The guest is direct-mapped", "use platform xen-dom0less");
    }
    if (spec.needsXen()) {
      require(
          keys.key("xen,enhanced"),
          "Grants and the xenstore need PV interfaces",
          "use another channel, and no grants");
    }
  }

  private void qemu() {
    KeyTable keys = KeyTable.qemu();
    for (DeviceSpec device : spec.devices()) {
      device
          .type()
          .qemuDevice()
          .ifPresent(
              name ->
                  require(
                      keys.key("-device " + name),
                      "Device \"%s\" is a %s".formatted(device.name(), device.type()),
                      "this QEMU would not start; leave the device out"));
    }
  }

  private void require(ToolstackKey key, String feature, String consequence) {
    spec.version()
        .filter(release -> !key.isKnownTo(release))
        .ifPresent(
            release ->
                faults.add(
                    ErrorCode.NOT_IN_THIS_RELEASE, "%s", text(key, feature, consequence, release)));
  }

  private String text(
      ToolstackKey key, String feature, String consequence, HypervisorVersion release) {
    return "%s: this needs %s in %s, which release %s introduced, but the spec's version is %s; %s"
        .formatted(
            feature,
            key.name(),
            platform.keyTables().get(0).file(),
            key.since(),
            release,
            consequence);
  }

  /**
   * Whether the toolstack itself decides that a boot device uses grants. Without {@code
   * grant_usage}, libxl's node names the backend's domain unless that is domain 0 (libxl_arm.c);
   * AMD's libxl always names it. Empty if the configuration decides, or if the toolstack does not
   * make the node.
   */
  public static Optional<Boolean> grantsOfToolstack(
      DeviceSpec device, GuestSpec spec, Platform platform) {
    if (platform.toolstack() != Toolstack.XL || device.kind() != SlotKind.BOOT) {
      return Optional.empty();
    }
    if (platform.xlDialect() == XlDialect.AMD) {
      return Optional.of(true)
          .filter(yes -> device.type() == DeviceType.BLK || device.type() == DeviceType.NET);
    }
    if (device.type() != DeviceType.BLK
        || platform.keyTable("xl.cfg").has("disk.grant_usage", spec.version())) {
      return Optional.empty();
    }
    return Optional.of(spec.backend(device.backend()).runsOutsideDomain0());
  }
}
