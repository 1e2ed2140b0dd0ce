package dev.okayd.fdt.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Random source texts that compile and have many nodes that dtc's checks examine: buses,
 * interrupts, providers and their users, each valid as often as invalid. In a tidy tree all values
 * have the right format, so that no check is skipped because an earlier one failed.
 */
final class RandomHardware {
  private static final String[] NODES = {
    "soc",
    "bus",
    "i2c",
    "i2c-bus",
    "i2c-arb",
    "spi",
    "pci",
    "pcie",
    "port",
    "ports",
    "endpoint",
    "clock",
    "gpio",
    "intc",
    "Dev_1",
    "chosen",
    "aliases",
    "reset",
    "status",
    "dev"
  };
  private static final String[] UNITS = {
    "0", "1", "2", "10", "0x10", "01", "1,0", "1f,7", "8", "100000000", "50", "3ff"
  };
  private static final String[] CELL_COUNTS = {
    "#clock-cells", "#gpio-cells", "#msi-cells", "#thermal-sensor-cells"
  };
  private static final String[] LISTS = {
    "clocks",
    "interrupts-extended",
    "msi-parent",
    "reset-gpios",
    "cs-gpio",
    "x,nr-gpios",
    "thermal-sensors",
    "gpios"
  };
  private static final String[] FLAGS = {
    "gpio-hog", "spi-slave", "spi-cpol", "dma-coherent", "x#y", "x,#cells", "Wrong_Name", "clock"
  };
  private static final String[] STRINGS = {
    "compatible",
    "status",
    "model",
    "label",
    "clock-names",
    "bootargs",
    "stdout-path",
    "linux,stdout-path",
    "serial0",
    "Serial_1",
    "device_type"
  };
  private static final String[] TEXTS = {
    "\"simple-bus\"",
    "\"okay\"",
    "\"disabled\"",
    "\"pci\"",
    "\"/soc\"",
    "\"/\"",
    "\"\"",
    "\"a\", \"simple-bus\"",
    "\"/l0\"",
    "\"soc/bus\""
  };
  private static final String[] NUMBERS = {
    "0",
    "1",
    "2",
    "3",
    "8",
    "0x10",
    "0x50",
    "0x80",
    "0x3ff",
    "0x800",
    "0x10000",
    "0x1000000",
    "0x40000010",
    "0x80000100",
    "0x80000500",
    "0xffffffff"
  };
  private static final int MAX_DEPTH = 4;

  private final SplittableRandom random;
  private final StringBuilder text = new StringBuilder();
  private final boolean tidy;
  private final int labels;
  private int labelled;

  private RandomHardware(SplittableRandom random) {
    this.random = random;
    this.tidy = random.nextBoolean();
    this.labels = random.nextInt(6, 14);
  }

  /** The text of a whole tree. */
  static String of(SplittableRandom random) {
    return new RandomHardware(random).text();
  }

  /** The text of an overlay that refers to labels of its base and to its own. */
  static String overlayOf(SplittableRandom random) {
    return new RandomHardware(random).overlay();
  }

  private String text() {
    text.append("/dts-v1/;\n/ {\n");
    content("", Cells.DEFAULT, 0);
    spareLabels();
    text.append("};\n");
    return text.toString();
  }

  private String overlay() {
    text.append("/dts-v1/;\n/plugin/;\n&base {\n");
    content("", Cells.DEFAULT, 1);
    text.append("};\n&{/soc} {\n");
    content("", Cells.DEFAULT, 1);
    text.append("};\n");
    return text.toString();
  }

  /** Adds a node for each label that is used but not yet defined. */
  private void spareLabels() {
    while (labelled < labels) {
      text.append("l%d: spare%d {\n".formatted(labelled, labelled));
      labelled++;
      properties("dev", Cells.DEFAULT, Cells.DEFAULT);
      text.append("};\n");
    }
  }

  private void content(String name, Cells parentCells, int depth) {
    Cells own = cellsOf(name);
    properties(name, parentCells, own);
    Set<String> names = new HashSet<>();
    for (int i = depth < MAX_DEPTH ? random.nextInt(1, 4) : 0; i > 0; i--) {
      String base = pick(NODES);
      String child = base + (chance(3) ? "" : "@" + pick(UNITS));
      if (names.add(child)) {
        if (labelled < labels) {
          text.append("l%d: ".formatted(labelled++));
        }
        text.append(child).append(" {\n");
        content(base, own, depth + 1);
        text.append("};\n");
      }
    }
    if (chance(20)) {
      text.append("/delete-node/ gone;\n");
    }
  }

  /** The number of cells of addresses and sizes on a bus. */
  private record Cells(int address, int size) {
    static final Cells DEFAULT = new Cells(2, 1);
  }

  private Cells cellsOf(String name) {
    return switch (tidy ? name : "") {
      case "pci", "pcie" -> new Cells(3, 2);
      case "i2c", "i2c-bus", "i2c-arb", "spi" -> new Cells(1, 0);
      default -> chance(3) ? Cells.DEFAULT : new Cells(random.nextInt(4), random.nextInt(3));
    };
  }

  private void properties(String name, Cells parentCells, Cells own) {
    List<String> lines = new ArrayList<>();
    if (!own.equals(Cells.DEFAULT) || chance(2)) {
      lines.add("#address-cells = <%d>".formatted(own.address()));
      lines.add("#size-cells = <%d>".formatted(own.size()));
    }
    int entry = parentCells.address() + parentCells.size();
    if (tidy && entry > 0 && !name.isEmpty() && !chance(4)) {
      lines.add("reg = " + cells(entry));
    } else if (!tidy) {
      cells(lines, "reg", 2);
      cells(lines, "dma-ranges", 12);
    }
    if (name.startsWith("pci") && own.equals(new Cells(3, 2))) {
      lines.add("device_type = \"pci\"");
      lines.add("ranges");
      if (chance(2)) {
        lines.add("bus-range = <%d %d>".formatted(random.nextInt(2), random.nextInt(1, 20)));
      }
    } else {
      // dtc compares the unit address with ranges and reads beyond the end of shorter ones
      if (chance(4)) {
        lines.add(chance(3) ? "ranges" : "ranges = " + cells(random.nextInt(6, 9)));
      }
      cells(lines, "bus-range", 8);
    }
    cells(lines, "interrupts", 3);
    interruptProvider(lines);
    some(lines, CELL_COUNTS, count -> "<%d>".formatted(random.nextInt(4)));
    some(lines, LISTS, list -> cells(random.nextInt(5)));
    some(lines, STRINGS, string -> chance(25) && !tidy ? cells(2) : pick(TEXTS));
    if (chance(4)) {
      lines.add("interrupt-parent = <%s>".formatted(number(2)));
    }
    if (chance(6)) {
      lines.add("remote-endpoint = <%s>".formatted(number(2)));
    }
    for (String flag : FLAGS) {
      if (chance(8)) {
        lines.add(flag);
      }
    }
    Set<String> named = new HashSet<>();
    lines.removeIf(line -> !named.add(line.replaceFirst(" .*", "")));
    lines.forEach(line -> text.append(line).append(";\n"));
  }

  /** In a tidy tree, a provider always has {@code #interrupt-cells}, so that dtc checks its map. */
  private void interruptProvider(List<String> lines) {
    if (tidy ? chance(3) : chance(2)) {
      if (tidy || chance(2)) {
        lines.add("#interrupt-cells = <%d>".formatted(random.nextInt(4)));
      }
      if (tidy || chance(2)) {
        lines.add(
            chance(2) ? "interrupt-controller" : "interrupt-map = " + cells(random.nextInt(1, 12)));
      }
      cells(lines, "interrupt-map-mask", 4);
    }
  }

  private void cells(List<String> lines, String name, int oneIn) {
    if (chance(oneIn)) {
      lines.add(chance(15) ? name : name + " = " + cells(random.nextInt(1, 8)));
    }
  }

  private void some(List<String> lines, String[] names, UnaryOperator<String> value) {
    for (String name : names) {
      if (chance(6)) {
        lines.add(name + " = " + value.apply(name));
      }
    }
  }

  private String cells(int count) {
    if (!tidy && chance(40)) {
      return "[00 01 02 03 04]";
    }
    StringBuilder cells = new StringBuilder("<");
    for (int i = 0; i < count; i++) {
      cells.append(number(3)).append(' ');
    }
    return cells.append('>').toString();
  }

  /** A number, or a reference with a probability of 1/{@code oneIn}. */
  private String number(int oneIn) {
    return chance(oneIn) ? "&l" + random.nextInt(labels) : pick(NUMBERS);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
