package dev.okayd.agent.guest;

import java.util.List;
import java.util.Set;

/** The output of a finished agent. */
public record Output(int exitStatus, List<String> lines, String log) {
  private static final Set<String> OF_THE_BOOT =
      Set.of("uptimeMillis", "bootId", "planDigest", "kernel", "overlayInterface");

  /** The outcome, without the lines that every outcome has. */
  public List<String> outcome() {
    return lines.stream().filter(line -> !OF_THE_BOOT.contains(line.split(": ", 2)[0])).toList();
  }
}
