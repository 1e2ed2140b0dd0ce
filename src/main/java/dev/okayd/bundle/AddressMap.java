package dev.okayd.bundle;

import dev.okayd.overlay.Blueprint;
import dev.okayd.overlay.Headroom;
import dev.okayd.plan.Grants;
import dev.okayd.plan.Plan;
import dev.okayd.plan.PlannedPciBridge;
import dev.okayd.plan.PlannedSlot;
import dev.okayd.platform.AddressRangeText;
import dev.okayd.platform.Slot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes MAP.txt: the slots and addresses of the guest, for review. */
final class AddressMap {
  private AddressMap() {}

  static String text(Blueprint blueprint) {
    Plan plan = blueprint.plan();
    StringBuilder text = new StringBuilder();
    text.append(
        "A guest on %s: %s\n".formatted(plan.platform(), blueprint.platform().description()));
    text.append("plan       %s\n".formatted(plan.digest()));
    plan.baseTree().ifPresent(digest -> text.append("base tree  %s\n".formatted(digest)));
    text.append("\nSlots\n").append(slots(plan));
    if (!plan.bridges().isEmpty()) {
      text.append("\nBridges\n").append(bridges(plan.bridges()));
    }
    text.append("\nAddresses\n").append(addresses(blueprint));
    text.append("\nHeadroom\n").append(headroom(blueprint.headroom()));
    if (!blueprint.warnings().isEmpty()) {
      text.append("\nWarnings\n");
      blueprint.warnings().forEach(warning -> text.append("  ").append(warning).append('\n'));
    }
    return text.toString();
  }

  private static TextTable slots(Plan plan) {
    TextTable table =
        new TextTable()
            .row(
                "slot",
                "device",
                "type",
                "kind",
                "backend",
                "base",
                "size",
                "INTID",
                "interrupts",
                "grants",
                "node",
                "transport");
    for (PlannedSlot planned : plan.slots()) {
      row(
          table,
          planned.slot(),
          planned.device(),
          planned.type().toString(),
          planned.slotKind().name().toLowerCase(Locale.ROOT),
          planned.backend(),
          grants(planned.grants()),
          planned.transport().orElse("-"));
    }
    for (Slot spare : plan.spares()) {
      row(table, spare, "-", "-", "spare", "-", "-", "-");
    }
    return table;
  }

  private static void row(
      TextTable table,
      Slot slot,
      String device,
      String type,
      String kind,
      String backend,
      String grants,
      String transport) {
    table.row(
        slot.index().map(String::valueOf).orElse("-"),
        device,
        type,
        kind,
        backend,
        slot.base().toString(),
        slot.size().toString(),
        String.valueOf(slot.interrupt().intid()),
        cells(slot.interrupt().cells()),
        grants,
        slot.path().toString(),
        transport);
  }

  private static String cells(List<Integer> cells) {
    return cells.stream()
        .map(cell -> "0x" + Integer.toHexString(cell))
        .collect(Collectors.joining(" ", "<", ">"));
  }

  private static String grants(Optional<Grants> grants) {
    return grants
        .map(used -> used.domid().map(domid -> "domain " + domid).orElse("bound late"))
        .orElse("-");
  }

  private static TextTable bridges(List<PlannedPciBridge> bridges) {
    TextTable table = new TextTable().row("bridge", "backend", "INTIDs", "grants", "node");
    for (PlannedPciBridge bridge : bridges) {
      table.row(
          bridge.bridge(),
          bridge.backend(),
          bridge
              .space()
              .map(space -> space.interrupt() + ".." + (space.interrupt() + space.interrupts() - 1))
              .orElse("-"),
          grants(bridge.grants()),
          bridge.path().toString());
    }
    return table;
  }

  private static TextTable addresses(Blueprint blueprint) {
    TextTable table = new TextTable();
    for (AddressMapEntry entry : AddressMapEntry.of(blueprint)) {
      table.row(AddressRangeText.of(entry.base(), entry.size().value()), entry.what());
    }
    return table;
  }

  private static TextTable headroom(Headroom headroom) {
    TextTable table =
        new TextTable()
            .row("slots", String.valueOf(headroom.slots()))
            .row("spare slots", String.valueOf(headroom.spares()))
            .row("interrupts", String.valueOf(headroom.interrupts()))
            .row("bridges", String.valueOf(headroom.bridges()));
    headroom.treeBytes().ifPresent(left -> table.row("bytes of the tree", "about " + left));
    return table;
  }
}
