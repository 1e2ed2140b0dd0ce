package dev.okayd.fdt;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prints trees in the DTS language, as text that dtc compiles back to the same tree. A value's
 * notation (strings, cells or bytes) is guessed from its bytes by dtc's own rule, {@code
 * guess_value_type} in its treesource.c; phandles in well-known properties are printed as the paths
 * of their nodes.
 */
public final class DtsPrinter {
  /**
   * The characters that dtc escapes by letter, and what it writes for them; the rest is printable.
   */
  private static final String ESCAPED = "\u0007\b\t\n\u000b\f\r\\\"";

  private static final List<String> ESCAPES =
      List.of("\\a", "\\b", "\\t", "\\n", "\\v", "\\f", "\\r", "\\\\", "\\\"");

  private final StringBuilder text = new StringBuilder();

  private final PhandleReferences references;

  private DtsPrinter(PhandleReferences references) {
    this.references = references;
  }

  /** The source text of a whole tree, {@code /dts-v1/} first. */
  public static String print(DeviceTree tree) {
    DtsPrinter printer = new DtsPrinter(PhandleReferences.within(tree));
    printer.text.append("/dts-v1/;\n");
    for (MemoryReservation reservation : tree.reservations()) {
      printer.text.append(
          "/memreserve/ 0x%016x 0x%016x;\n".formatted(reservation.address(), reservation.size()));
    }
    printer.text.append('\n');
    printer.node(tree.root(), "/", 0);
    return printer.text.toString();
  }

  /** One property as it stands in a source text, without the semicolon. */
  public static String print(Property property) {
    if (property.length() == 0) {
      return property.name();
    }
    return property.name() + " = " + value(property);
  }

  private void node(Node node, String name, int depth) {
    String indent = "\t".repeat(depth);
    text.append(indent).append(name).append(" {\n");
    for (Property property : node.properties()) {
      text.append(indent).append('\t').append(inTree(property)).append(";\n");
    }
    for (Node child : node.children()) {
      text.append('\n');
      node(child, child.name(), depth + 1);
    }
    text.append(indent).append("};\n");
  }

  private String inTree(Property property) {
    Map<Integer, NodePath> nodes = references.of(property);
    if (nodes.isEmpty()) {
      return print(property);
    }
    int[] cells = property.asCells().orElseThrow();
    return IntStream.range(0, cells.length)
        .mapToObj(
            i ->
                Optional.ofNullable(nodes.get(i))
                    .map("&{%s}"::formatted)
                    .orElseGet(() -> "0x%02x".formatted(cells[i])))
        .collect(Collectors.joining(" ", property.name() + " = <", ">"));
  }

  private static String value(Property property) {
    byte[] value = property.value();
    if (looksLikeStrings(value)) {
      return property.asStrings().orElseThrow().stream()
          .map(DtsPrinter::quoted)
          .collect(Collectors.joining(", "));
    }
    return property
        .asCells()
        .map(
            cells ->
                Arrays.stream(cells)
                    .mapToObj("0x%02x"::formatted)
                    .collect(Collectors.joining(" ", "<", ">")))
        .orElseGet(() -> "[" + HexFormat.ofDelimiter(" ").formatHex(value) + "]");
  }

  private static boolean looksLikeStrings(byte[] value) {
    int nuls = 0;
    for (byte b : value) {
      if (b == 0) {
        nuls++;
      } else if (!isPrintable(b) && ESCAPED.indexOf(b) < 0) {
        return false;
      }
    }
    return value[value.length - 1] == 0 && nuls <= value.length - nuls;
  }

  private static boolean isPrintable(int character) {
    return character >= ' ' && character <= '~';
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .chars()
        .forEach(
            character -> {
              int escaped = ESCAPED.indexOf(character);
              if (escaped < 0) {
                quoted.append((char) character);
              } else {
                quoted.append(ESCAPES.get(escaped));
              }
            });
    return quoted.append('"').toString();
  }
}
