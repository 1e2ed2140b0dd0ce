package dev.okayd.fdt.dts;

import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.Strictness;
import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.parser.ValuePart;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rejects trees that dtc rejects whatever the bindings say (the errors in its checks.c). */
final class SourceCheck {
  /** Lenient, because {@code FdtReader} must be able to read the compiled blob. */
  private static final Strictness NAMES = Strictness.LENIENT;

  private final Diagnostics diagnostics;

  private SourceCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static void check(SourceTree tree, Diagnostics diagnostics) {
    tree.root().forEach(new SourceCheck(diagnostics)::checkNode);
    LabelCheck.check(tree, diagnostics);
  }

  private void checkNode(SourceNode node) {
    Set<String> names = new HashSet<>();
    for (SourceProperty property : node.properties()) {
      checkProperty(property, names);
    }
    checkChildren(node);
    node.property("name").ifPresent(property -> dropName(property, node));
  }

  private void checkProperty(SourceProperty property, Set<String> names) {
    if (!NAMES.isPropertyName(property.name())) {
      diagnostics.error(
          property.position(),
          "\"%s\" is not a property name; a property name has %s"
              .formatted(property.name(), NAMES.propertyNameRule()));
    }
    checkLength(property.name(), property.position());
    if (!names.add(property.name())) {
      duplicate("property", property.name(), property.position());
    }
  }

  private void checkChildren(SourceNode node) {
    Set<String> names = new HashSet<>();
    for (SourceNode child : node.allChildren()) {
      // a deletion after a node in the same braces does not delete that node
      if (names.contains(child.name())) {
        duplicate("node", child.name(), child.position());
      } else if (!child.isDeleted()) {
        names.add(child.name());
        checkName(child);
      }
    }
  }

  private void checkName(SourceNode node) {
    if (!NAMES.isNodeName(node.name())) {
      diagnostics.error(
          node.position(),
          "\"%s\" is not a node name; a node name has %s"
              .formatted(node.name(), NAMES.nodeNameRule()));
    }
    checkLength(node.name(), node.position());
  }

  private void checkLength(String name, SourcePosition position) {
    if (name.length() > Limits.NAME_LENGTH) {
      diagnostics.error(
          position,
          "A name has at most %d characters, but this one has %d"
              .formatted(Limits.NAME_LENGTH, name.length()));
    }
  }

  private void duplicate(String what, String name, SourcePosition position) {
    diagnostics.error(
        position, "There is a second %s \"%s\" between these braces".formatted(what, name));
  }

  /**
   * Removes a property {@code name} that repeats the name of the node; any other value is an error.
   */
  private void dropName(SourceProperty property, SourceNode node) {
    int at = node.name().indexOf('@');
    String expected = at < 0 ? node.name() : node.name().substring(0, at);
    byte[] bytes = (expected + "\0").getBytes(StandardCharsets.ISO_8859_1);
    List<ValuePart> value = property.value();
    if (value.size() != 1
        || !(value.get(0) instanceof ValuePart.Bytes text)
        || !Arrays.equals(text.bytes(), bytes)) {
      diagnostics.error(
          property.position(),
          "Property \"name\" is not \"%s\", the name of the node".formatted(expected));
    }
    node.deleteProperty(property);
  }
}
