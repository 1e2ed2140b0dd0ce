package dev.okayd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.FdtWriter;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.overlay.GuestTree;
import dev.okayd.plan.BaseTree;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.plan.SpecFormat;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Platform.TreeKind;
import dev.okayd.platform.SlotKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that a plan is on disk: the same plan always gives the same bytes. */
final class PlanFiles {
  private PlanFiles() {}

  /** Name to content. */
  static Map<String, byte[]> of(Plan plan, Platform platform, Optional<BaseTree> baseTree)
      throws JsonProcessingException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("plan.json", json(plan));
    if (baseTree.isPresent() || platform.tree() == TreeKind.PARTIAL) {
      DeviceTree tree = GuestTree.of(plan, platform, baseTree);
      files.put("guest.dtb", FdtWriter.write(tree));
      files.put("guest.dts", text(DtsPrinter.print(tree)));
    }
    for (PlannedSlot planned : plan.slots()) {
      if (planned.slotKind() == SlotKind.GATED) {
        GateOverlay overlay = new GateOverlay(planned.slot().path());
        files.put(planned.device() + ".dtbo", overlay.dtbo());
        files.put(planned.device() + ".dtso", text(overlay.dtso()));
      }
    }
    return files;
  }

  private static byte[] json(Plan plan) throws JsonProcessingException {
    return text(SpecFormat.json().writerWithDefaultPrettyPrinter().writeValueAsString(plan) + "\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
