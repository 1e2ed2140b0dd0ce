package dev.okayd.demo;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.NodePath;
import java.util.List;
import java.util.stream.Collectors;

/** Formats the interesting part of a tree as source. */
final class NodeText {
  private NodeText() {}

  /** One node of a tree. */
  static String of(DeviceTree tree, NodePath node) {
    List<String> lines = DtsPrinter.print(tree).lines().toList();
    String name = node.toString().substring(node.toString().lastIndexOf('/') + 1) + " {";
    int first = 0;
    while (!lines.get(first).strip().equals(name)) {
      first++;
    }
    String indent = lines.get(first).substring(0, lines.get(first).indexOf(name));
    return lines.stream()
            .skip(first)
            .takeWhile(line -> !line.equals(indent + "};"))
            .map(line -> inSpaces(line.substring(indent.length())))
            .collect(Collectors.joining("\n"))
        + "\n};";
  }

  /** A whole tree without its header. */
  static String of(DeviceTree tree) {
    return DtsPrinter.print(tree)
        .lines()
        .filter(line -> !line.isBlank() && !line.equals("/dts-v1/;"))
        .map(NodeText::inSpaces)
        .collect(Collectors.joining("\n"));
  }

  private static String inSpaces(String line) {
    return line.replace("\t", "    ");
  }
}
