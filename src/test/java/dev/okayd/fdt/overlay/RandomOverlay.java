package dev.okayd.fdt.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A random base tree and an overlay for it, as source texts. Only new nodes of the overlay get a
 * phandle: fdtoverlay 1.6 overwrites an existing phandle of the base, but 1.7 and okayd keep it.
 */
final class RandomOverlay {
  private static final String[] NAMES = {"a", "b", "bus@1", "dev@10", "dev@20"};
  private static final String[] PROPERTIES = {"status", "p", "q", "reg", "long,name"};

  private final SplittableRandom random;
  private final List<String> baseLabels = new ArrayList<>();
  private final List<String> basePaths = new ArrayList<>(List.of("/"));
  private final List<String> newLabels = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  RandomOverlay(SplittableRandom random) {
    this.random = random;
  }

  String base() {
    text.setLength(0);
    text.append("/dts-v1/;\n/ {\n");
    baseBody("", 1);
    text.append("};\n");
    return text.toString();
  }

  private void baseBody(String path, int depth) {
    properties(baseLabels);
    for (String name : NAMES) {
      if (depth < 4 && chance(depth + 1)) {
        String label = "l" + baseLabels.size();
        boolean labelled = chance(2);
        if (labelled) {
          baseLabels.add(label);
        }
        basePaths.add(path + "/" + name);
        text.append(labelled ? label + ": " : "").append(name).append(" {\n");
        baseBody(path + "/" + name, depth + 1);
        text.append("};\n");
      }
    }
  }

  /** The overlay; call {@link #base} first. */
  String overlay() {
    text.setLength(0);
    text.append("/dts-v1/;\n/plugin/;\n");
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      text.append(target()).append(" {\n");
      overlayBody(1);
      text.append("};\n");
    }
    return text.toString();
  }

  private String target() {
    if (chance(30)) {
      return chance(2) ? "&missing" : "&{/missing}";
    }
    return baseLabels.isEmpty() || chance(3)
        ? "&{" + basePaths.get(random.nextInt(basePaths.size())) + "}"
        : "&" + baseLabels.get(random.nextInt(baseLabels.size()));
  }

  private void overlayBody(int depth) {
    List<String> labels = new ArrayList<>(baseLabels);
    labels.addAll(newLabels);
    properties(labels);
    for (String name : NAMES) {
      if (depth < 4 && chance(4)) {
        text.append(name).append(" {\n");
        overlayBody(depth + 1);
        text.append("};\n");
      }
    }
    while (depth < 4 && chance(2)) {
      String label = "n" + newLabels.size();
      newLabels.add(label);
      text.append(label).append(": new@").append(newLabels.size()).append(" {\n");
      overlayBody(depth + 1);
      text.append("};\n");
    }
  }

  private void properties(List<String> labels) {
    for (String name : PROPERTIES) {
      if (chance(3)) {
        text.append(name).append(" = ").append(value(labels)).append(";\n");
      }
    }
  }

  private String value(List<String> labels) {
    if (labels.isEmpty() || chance(2)) {
      return chance(2) ? "\"okay\"" : "<%d>".formatted(random.nextInt(1000));
    }
    String reference = "&" + labels.get(random.nextInt(labels.size()));
    return chance(4) ? "[ab cd ef], <%s 1>".formatted(reference) : "<1 %s 2>".formatted(reference);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
