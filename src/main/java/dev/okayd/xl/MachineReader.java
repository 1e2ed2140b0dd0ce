package dev.okayd.xl;

import dev.okayd.plan.spec.MachineSpec;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Platform;
import dev.okayd.platform.Region;
import dev.okayd.xl.config.ListEntryException;
import dev.okayd.xl.config.QuotedText;
import dev.okayd.xl.config.XlDiagnostics;
import dev.okayd.xl.config.XlSettings;
import dev.okayd.xl.config.XlValue.Atom;
import dev.okayd.xl.device.UniqueNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the machine of a guest from an xl.cfg: CPUs, memory, interrupts, address ranges. */
final class MachineReader {

  /** xl reads these with strtoul in base 10. */
  private static final Pattern INTERRUPT = Pattern.compile("\\s*\\+?0*([0-9]{1,5})");

  private final XlSettings settings;
  private final XlDiagnostics diagnostics;

  MachineReader(XlSettings settings, XlDiagnostics diagnostics) {
    this.settings = settings;
    this.diagnostics = diagnostics;
  }

  /** The machine of the spec; empty if the file has no such setting. */
  Optional<MachineSpec> machine() {
    MachineSpec machine =
        new MachineSpec(
            vcpus(),
            memory(),
            vuart(),
            settings.number("trap_unmapped_accesses", Integer.MIN_VALUE).map(trap -> trap != 0),
            Optional.empty(),
            interrupts(),
            List.of(),
            iomem());
    return Optional.of(machine).filter(known -> !known.equals(MachineSpec.UNKNOWN));
  }

  /** xl creates the guest with maxvcpus; its tree and its GIC have all of them (xl_parse.c). */
  private Optional<Integer> vcpus() {
    Optional<Integer> online = settings.number("vcpus", 1);
    return settings.number("maxvcpus", 1).or(() -> online);
  }

  /** On Arm libxl populates maxmem (libxl_dom.c: mem_kb is max_memkb). */
  private Optional<Integer> memory() {
    Optional<Integer> target = settings.number("memory", 1);
    return settings.number("maxmem", 1).or(() -> target);
  }

  private Optional<Boolean> vuart() {
    Optional<Atom> vuart = settings.atom("vuart");
    vuart
        .filter(value -> !isVuart(value.text()) && !value.text().equalsIgnoreCase("unknown"))
        .ifPresent(
            value ->
                diagnostics.error(
                    value.position(),
                    "vuart is %s, \"sbsa_uart\" is expected",
                    QuotedText.of(value.text())));
    return vuart.filter(value -> isVuart(value.text())).map(value -> true);
  }

  private static boolean isVuart(String text) {
    return text.equalsIgnoreCase("sbsa_uart");
  }

  private List<Integer> interrupts() {
    List<Integer> interrupts = new ArrayList<>();
    for (Atom entry : settings.strings("irqs")) {
      var matcher = INTERRUPT.matcher(entry.text());
      if (matcher.matches()) {
        interrupts.add(Integer.valueOf(matcher.group(1)));
      } else {
        diagnostics.error(
            entry.position(),
            "irqs= has %s, an interrupt in decimal is expected",
            QuotedText.of(entry.text()));
      }
    }
    return interrupts;
  }

  private List<Region> iomem() {
    List<Region> regions = new ArrayList<>();
    for (Atom entry : settings.strings("iomem")) {
      try {
        regions.add(IomemEntry.parse(entry.text()));
      } catch (ListEntryException e) {
        diagnostics.error(entry.position(), "iomem=: %s", e.reason());
      }
    }
    return regions;
  }

  /** Notes the settings that a spec cannot hold: options for plan, or tasks for the user. */
  void noteUnsupported(Optional<MachineSpec> machine, Platform platform) {
    settings
        .atom("name")
        .ifPresent(
            name -> {
              String plain = UniqueNames.plain(name.text(), "guest");
              diagnostics.note(
                  name.position(),
                  "A spec does not hold the guest's name; plan it with --name %s%s",
                  plain,
                  plain.equals(name.text())
                      ? ""
                      : ", because names consist of a-z, 0-9 and inner hyphens, and keep "
                          + QuotedText.of(name.text())
                          + " in xl.cfg");
            });
    settings
        .atom("maxvcpus")
        .ifPresent(
            most ->
                diagnostics.note(
                    most.position(),
                    "machine.vcpus is maxvcpus, %s, because the guest's tree has all of them; keep vcpus and maxvcpus in xl.cfg",
                    most.text()));
    settings
        .atom("maxmem")
        .ifPresent(
            most ->
                diagnostics.note(
                    most.position(),
                    "machine.memoryMib is maxmem, %s, because a guest on Arm gets maxmem; keep memory and maxmem in xl.cfg",
                    most.text()));
    settings
        .atom("device_tree")
        .ifPresent(
            tree ->
                diagnostics.note(
                    tree.position(),
                    "plan writes its own partial tree; pass %s with --base to include its nodes",
                    QuotedText.of(tree.text())));
    settings
        .number("nr_spis", 0)
        .ifPresent(number -> noteSharedInterrupts(number, needed(machine, platform)));
  }

  private static int needed(Optional<MachineSpec> machine, Platform platform) {
    int forSlots = platform.sharedInterrupts().map(bounds -> bounds.least()).orElse(1);
    return machine.stream()
        .flatMap(known -> known.passthroughInterrupts().stream())
        .map(interrupt -> interrupt - Interrupt.FIRST_SPI + 1)
        .reduce(forSlots, Math::max);
  }

  private void noteSharedInterrupts(int number, int needed) {
    if (number != needed) {
      settings
          .atom("nr_spis")
          .ifPresent(
              setting ->
                  diagnostics.note(
                      setting.position(),
                      number > needed
                          ? "A spec does not hold nr_spis, and the nr_spis that plan writes covers only the planned interrupts; keep %d if it is greater"
                          : "nr_spis = %d does not cover all slots; use the value that plan writes",
                      number));
    }
  }
}
