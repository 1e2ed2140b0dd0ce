package dev.okayd.agent;

import java.util.List;
import java.util.Set;

/** What an agent printed until it ended. */
record Output(int exitStatus, List<String> lines, String log) {
  private static final Set<String> OF_THE_BOOT =
      Set.of("uptimeMillis", "bootId", "planDigest", "kernel", "overlayInterface");

  /** What was done and what came of it, without what is printed with every outcome. */
  List<String> outcome() {
    return lines.stream().filter(line -> !OF_THE_BOOT.contains(line.split(": ", 2)[0])).toList();
  }
}
