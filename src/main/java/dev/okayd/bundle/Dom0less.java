package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.plan.GrantMode;
import dev.okayd.plan.GuestChannel;
import dev.okayd.plan.MachineSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What Xen, or ImageBuilder on its behalf, is told of a guest that Xen starts by itself
 * (docs/misc/arm/device-tree/booting.txt; ImageBuilder's README.md). Where boot modules are loaded
 * is the boot loader's matter, so they are not in the node.
 */
final class Dom0less {
  private static final int KIB_PER_MIB = 1024;

  private Dom0less() {}

  /** dom0less.dts: the guest's node for {@code /chosen} of the host's tree. */
  static String node(String guest, Blueprint blueprint) {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    List<String> lines = new ArrayList<>();
    lines.add("compatible = \"xen,domain\";");
    lines.add("#address-cells = <2>;");
    lines.add("#size-cells = <2>;");
    lines.add("cpus = <%d>;".formatted(machine.vcpus().orElse(1)));
    machine
        .memoryMib()
        .ifPresentOrElse(
            mib -> {
              long kib = (long) mib * KIB_PER_MIB;
              lines.add("memory = <%d %d>; /* KiB */".formatted(kib >>> 32, kib & 0xffff_ffffL));
            },
            () ->
                lines.add(
                    "/* and memory, without which Xen panics: machine.memoryMib of the spec */"));
    lines.add("nr_spis = <%d>;".formatted(XenInterrupts.sharedInterrupts(blueprint)));
    if (machine.hasVuart()) {
      lines.add("vpl011;");
    }
    if (blueprint.platform().hasHostAddresses()) {
      lines.add("direct-map;");
      lines.add(staticMemory(machine));
    }
    if (findsXen(blueprint)) {
      lines.add("xen,enhanced; /* without it there are no grants and no xenstore */");
    }
    machine
        .trapUnmappedAccesses()
        .ifPresent(trap -> lines.add("trap-unmapped-accesses = <%d>;".formatted(trap ? 1 : 0)));
    lines.add("/* and modules: kernel, ramdisk, and guest.dtb as \"multiboot,device-tree\" */");
    StringBuilder text = new StringBuilder("/* A child of /chosen of the host's tree */\n");
    text.append(guest).append(" {\n");
    lines.forEach(line -> text.append('\t').append(line).append('\n'));
    return text.append("};\n").toString();
  }

  /** Xen panics where a direct-mapped guest has none; it is where the guest's RAM is. */
  private static String staticMemory(MachineSpec machine) {
    if (machine.ram().isEmpty()) {
      return "/* and xen,static-mem, without which Xen panics: machine.ram of the spec */";
    }
    return machine.ram().stream()
        .map(region -> words(region.base().value()) + " " + words(region.size().value()))
        .collect(Collectors.joining(" ", "xen,static-mem = <", ">;"));
  }

  private static String words(long number) {
    return "0x%x 0x%x".formatted(number >>> 32, number & 0xffff_ffffL);
  }

  /** imagebuilder.config: the same as lines of ImageBuilder's configuration, for guest 0. */
  static String imageBuilder(Blueprint blueprint) {
    MachineSpec machine = blueprint.spec().machineOrUnknown();
    List<String> lines = new ArrayList<>();
    lines.add("# Put the guest's number for 0, if it has another one.");
    lines.add("DOMU_PASSTHROUGH_DTB[0]=\"guest.dtb\"");
    machine.vcpus().ifPresent(count -> lines.add("DOMU_VCPUS[0]=" + count));
    machine.memoryMib().ifPresent(mib -> lines.add("DOMU_MEM[0]=" + mib));
    lines.add("DOMU_NR_SPIS[0]=" + XenInterrupts.sharedInterrupts(blueprint));
    machine.vuart().ifPresent(there -> lines.add("DOMU_VPL011[0]=" + (there ? 1 : 0)));
    if (blueprint.platform().hasHostAddresses()) {
      lines.add("DOMU_DIRECT_MAP[0]=1");
      lines.add(
          machine.ram().stream()
              .map(region -> region.base() + " " + region.size())
              .collect(Collectors.joining(" ", "DOMU_STATIC_MEM[0]=\"", "\"")));
    }
    if (findsXen(blueprint)) {
      lines.add("DOMU_ENHANCED[0]=1");
    }
    machine
        .trapUnmappedAccesses()
        .ifPresent(trap -> lines.add("DOMU_TRAP_UNMAP[0]=" + (trap ? 1 : 0)));
    return String.join("\n", lines) + "\n";
  }

  /** Without PV interfaces Linux does not find Xen, and grants and xenstore need it. */
  private static boolean findsXen(Blueprint blueprint) {
    return blueprint.plan().grantDma().isPresent()
        || blueprint.spec().grantMode() == GrantMode.FORCED
        || blueprint.spec().channelsOrDefault().have(GuestChannel.XENSTORE);
  }
}
