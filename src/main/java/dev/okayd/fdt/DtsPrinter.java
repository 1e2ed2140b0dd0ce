package dev.okayd.fdt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Prints trees in the DTS language, as text that dtc compiles back to the same tree. The printer
 * writes to its destination piece by piece, so it never holds a copy of a large value.
 */
public final class DtsPrinter {
  /** How the phandles in well-known properties are printed. */
  public enum References {
    /**
     * As the paths of their nodes, <code>&{/path}</code>: easier to read, and compiles to the same
     * bytes.
     */
    AS_PATHS,
    /** As numbers, as dtc prints them. */
    AS_NUMBERS
  }

  private final Appendable out;
  private final PhandleReferences references;

  private DtsPrinter(Appendable out, PhandleReferences references) {
    this.out = out;
    this.references = references;
  }

  /** The source text of a whole tree, starting with {@code /dts-v1/}. */
  public static String print(DeviceTree tree) {
    StringBuilder text = new StringBuilder();
    try {
      print(tree, References.AS_PATHS, text);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return text.toString();
  }

  /**
   * Prints a whole tree, starting with {@code /dts-v1/}.
   *
   * @throws IOException if writing to {@code out} fails
   */
  public static void print(DeviceTree tree, References style, Appendable out) throws IOException {
    PhandleReferences references =
        switch (style) {
          case AS_PATHS -> PhandleReferences.within(tree);
          case AS_NUMBERS -> PhandleReferences.NONE;
        };
    new DtsPrinter(out, references).tree(tree);
  }

  /** One property as source text, without the semicolon. */
  public static String print(Property property) {
    StringBuilder text = new StringBuilder();
    try {
      new DtsPrinter(text, PhandleReferences.NONE).property(property);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory failed", e);
    }
    return text.toString();
  }

  private void tree(DeviceTree tree) throws IOException {
    out.append("/dts-v1/;\n");
    for (MemoryReservation reservation : tree.reservations()) {
      out.append(
          "/memreserve/ 0x%016x 0x%016x;\n".formatted(reservation.address(), reservation.size()));
    }
    out.append('\n');
    node(tree.root(), "/", 0);
  }

  private void node(Node node, String name, int depth) throws IOException {
    String indent = "\t".repeat(depth);
    out.append(indent).append(name).append(" {\n");
    for (Property property : node.properties()) {
      out.append(indent).append('\t');
      property(property);
      out.append(";\n");
    }
    for (Node child : node.children()) {
      out.append('\n');
      node(child, child.name(), depth + 1);
    }
    out.append(indent).append("};\n");
  }

  private void property(Property property) throws IOException {
    out.append(property.name());
    if (property.length() == 0) {
      return;
    }
    out.append(" = ");
    Map<Integer, NodePath> nodes = references.of(property);
    if (nodes.isEmpty()) {
      DtsValueText.print(property.buffer(), out);
    } else {
      references(property.asCells().orElseThrow(), nodes);
    }
  }

  private void references(int[] cells, Map<Integer, NodePath> nodes) throws IOException {
    String separator = "<";
    for (int i = 0; i < cells.length; i++) {
      out.append(separator);
      if (nodes.containsKey(i)) {
        out.append("&{").append(String.valueOf(nodes.get(i))).append('}');
      } else {
        DtsValueText.printCell(cells[i], out);
      }
      separator = " ";
    }
    out.append('>');
  }
}
