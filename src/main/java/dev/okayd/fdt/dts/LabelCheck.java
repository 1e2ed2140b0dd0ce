package dev.okayd.fdt.dts;

import dev.okayd.fdt.dts.parser.SourceNode;
import dev.okayd.fdt.dts.parser.SourceProperty;
import dev.okayd.fdt.dts.parser.SourceTree;
import dev.okayd.fdt.dts.source.Diagnostics;
import dev.okayd.fdt.dts.source.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that every label belongs to only one node, property or place in a value (dtc's check
 * duplicate_label). The check runs on the complete tree, because a label may move while the text is
 * read.
 */
final class LabelCheck {
  private final Diagnostics diagnostics;
  private final Map<String, String> owners = new HashMap<>();

  private LabelCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  static void check(SourceTree tree, Diagnostics diagnostics) {
    LabelCheck check = new LabelCheck(diagnostics);
    tree.root().forEach(check::node);
  }

  private void node(SourceNode node) {
    node.labels().present().forEach(label -> own(label, node.path(), node.position()));
    node.properties().forEach(property -> property(property, node));
  }

  private void property(SourceProperty property, SourceNode node) {
    String place = property.name() + " in " + node.path();
    property.labels().forEach(label -> own(label, place, property.position()));
    property
        .labelsInValue()
        .forEach(label -> own(label, "the value of " + place, property.position()));
  }

  private void own(String label, String owner, SourcePosition position) {
    String other = owners.putIfAbsent(label, owner);
    if (other != null) {
      diagnostics.error(
          position, "Label \"%s\" of %s already belongs to %s".formatted(label, owner, other));
    }
  }
}
