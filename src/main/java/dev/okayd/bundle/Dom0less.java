package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.spec.MachineSpec;
import java.util.stream.Collectors;

/**
 * Writes the configuration of a dom0less guest for Xen and for ImageBuilder
 * (docs/misc/arm/device-tree/booting.txt; ImageBuilder's README.md). The boot loader decides where
 * boot modules are loaded, so the node does not have them.
 */
final class Dom0less {
  private static final int KIB_PER_MIB = 1024;

  private Dom0less() {}

  /** dom0less.dts: the guest's node, a child of {@code /chosen} in the host's tree. */
  static String node(String guest, Blueprint blueprint) {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    KeyTableFile file =
        new KeyTableFile(blueprint.platform().keyTable("dom0less.dts"), blueprint.spec().version());
    file.line("/* A child of /chosen of the host's tree */");
    if (blueprint.platform().hasHostAddresses()) {
      // bootinfo-fdt.c and static-memory.c use the cells of the node's parent
      file.line(
          "/* /chosen needs #address-cells = <2> and #size-cells = <2>: Xen reads xen,static-mem with its cells */");
    }
    file.line(guest + " {");
    file.set("compatible", "\tcompatible = \"xen,domain\";");
    file.set("#address-cells", "\t#address-cells = <2>;");
    file.set("#size-cells", "\t#size-cells = <2>;");
    file.set("cpus", "\tcpus = <%d>;".formatted(machine.vcpus().orElse(1)));
    machine
        .memoryMib()
        .ifPresentOrElse(
            mib -> file.set("memory", memory((long) mib * KIB_PER_MIB)),
            () ->
                file.line(
                    "\t/* add memory, because Xen panics without it: set machine.memoryMib in the spec */"));
    file.set("nr_spis", "\tnr_spis = <%d>;".formatted(XenInterrupts.sharedInterrupts(blueprint)));
    if (machine.hasVuart()) {
      file.set("vpl011", "\tvpl011;");
    }
    if (blueprint.platform().hasHostAddresses()) {
      file.set("direct-map", "\tdirect-map;");
      staticMemory(machine, file);
    }
    if (blueprint.spec().needsXen()) {
      file.set("xen,enhanced", "\txen,enhanced; /* required for grants and xenstore */");
    }
    if (passesNothingThrough(blueprint) && file.has("passthrough")) {
      file.set(
          "passthrough",
          "\tpassthrough = \"disabled\"; /* up to 4.22 Xen otherwise prepares for passthrough */");
    }
    machine
        .trapUnmappedAccesses()
        .filter(trap -> file.has("trap-unmapped-accesses"))
        .ifPresent(
            trap ->
                file.set(
                    "trap-unmapped-accesses",
                    "\ttrap-unmapped-accesses = <%d>;".formatted(trap ? 1 : 0)));
    file.line("\t/* add modules: kernel, ramdisk, and guest.dtb as \"multiboot,device-tree\" */");
    file.newerKeys().ifPresent(keys -> file.line("\t/* %s */".formatted(keys)));
    return file.line("};").toString();
  }

  private static String memory(long kib) {
    return "\tmemory = <%d %d>; /* KiB */".formatted(kib >>> 32, kib & 0xffff_ffffL);
  }

  /** A base tree may contain devices of the host, whose needs okayd does not know. */
  private static boolean passesNothingThrough(Blueprint blueprint) {
    return blueprint.plan().baseTree().isEmpty()
        && blueprint.spec().machineOrUnknown().passthroughInterrupts().isEmpty();
  }

  /** The guest's RAM. Xen panics if a direct-mapped guest has no static memory. */
  private static void staticMemory(MachineSpec machine, KeyTableFile file) {
    if (machine.ram().isEmpty()) {
      file.line(
          "\t/* add xen,static-mem, because Xen panics without it: set machine.ram in the spec */");
      return;
    }
    file.set(
        "xen,static-mem",
        machine.ram().stream()
            .map(region -> words(region.base().value()) + " " + words(region.size().value()))
            .collect(Collectors.joining(" ", "\txen,static-mem = <", ">;")));
  }

  private static String words(long number) {
    return "0x%x 0x%x".formatted(number >>> 32, number & 0xffff_ffffL);
  }

  /**
   * imagebuilder.config: the same settings for ImageBuilder, as guest 0. A missing line does not
   * mean "off" in ImageBuilder, so okayd writes 0 for what dom0less.dts does not have.
   */
  static String imageBuilder(Blueprint blueprint) {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    KeyTableFile file =
        new KeyTableFile(
            blueprint.platform().keyTable("imagebuilder.config"), blueprint.spec().version());
    file.line("# Replace 0 by the guest's number, if it has another number.");
    set(file, "DOMU_PASSTHROUGH_DTB", "\"guest.dtb\"");
    set(file, "DOMU_VCPUS", machine.vcpus().orElse(1));
    machine
        .memoryMib()
        .ifPresentOrElse(
            mib -> set(file, "DOMU_MEM", mib),
            () ->
                file.line(
                    "# add DOMU_MEM, which defaults to 512: set machine.memoryMib in the spec"));
    set(file, "DOMU_NR_SPIS", XenInterrupts.sharedInterrupts(blueprint));
    set(file, "DOMU_VPL011", machine.hasVuart() ? 1 : 0);
    if (blueprint.platform().hasHostAddresses()) {
      set(file, "DOMU_DIRECT_MAP", 1);
      if (machine.ram().isEmpty()) {
        file.line(
            "# add DOMU_STATIC_MEM, because Xen panics without it: set machine.ram in the spec");
      } else {
        set(
            file,
            "DOMU_STATIC_MEM",
            machine.ram().stream()
                .map(region -> region.base() + " " + region.size())
                .collect(Collectors.joining(" ", "\"", "\"")));
      }
    }
    if (file.has("DOMU_ENHANCED")) {
      set(file, "DOMU_ENHANCED", blueprint.spec().needsXen() ? 1 : 0);
    }
    machine
        .trapUnmappedAccesses()
        .filter(trap -> file.has("DOMU_TRAP_UNMAP"))
        .ifPresent(trap -> set(file, "DOMU_TRAP_UNMAP", trap ? 1 : 0));
    file.newerKeys().ifPresent(keys -> file.line("# " + keys));
    return file.toString();
  }

  private static void set(KeyTableFile file, String key, Object value) {
    file.set(key, "%s[0]=%s".formatted(key, value));
  }
}
