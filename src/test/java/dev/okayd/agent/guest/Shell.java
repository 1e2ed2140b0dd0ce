package dev.okayd.agent.guest;

import dev.okayd.testing.tool.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shell of the agent. */
public enum Shell {
  SH,
  BUSYBOX;

  /** The commands that the agent and the fake kernel may use, of BusyBox or of another system. */
  private static final String TOOLS =
      "awk base64 basename cat chmod cmp dd env grep head ln ls mkdir mkfifo mktemp mv od readlink rm rmdir"
          + " sed sha256sum sleep stty tail timeout tr uname wc wget";

  /**
   * Whether a test class runs in this shell. A class uses one of the two shells, or both with
   * {@code -Dtests.shells=both}, which takes many minutes where forks are slow.
   */
  public boolean isFor(Class<?> test) {
    return "both".equals(System.getProperty("tests.shells"))
        || ExternalTool.BUSYBOX.find().isEmpty()
        || this == (test.getName().hashCode() % 2 == 0 ? SH : BUSYBOX);
  }

  /** Skips the test if this shell is not installed. */
  void require() {
    if (this == BUSYBOX) {
      Path unused = busybox();
    }
  }

  /** Skips the test if this shell has no wget. BusyBox has its own. */
  void requireHttp() {
    if (this == SH) {
      Path unused = ExternalTool.WGET.require();
    }
  }

  List<String> command() {
    return this == SH ? List.of("/bin/sh") : List.of(busybox().toString(), "sh");
  }

  /** The PATH; for BusyBox it contains only BusyBox. */
  String path(Path directory) throws IOException {
    if (this == SH) {
      return System.getenv("PATH");
    }
    return pathWithout("", directory);
  }

  /** A PATH with all permitted commands except one. */
  String pathWithout(String missing, Path directory) throws IOException {
    for (String tool : List.of(TOOLS.split(" ", -1))) {
      if (!tool.equals(missing)) {
        Files.createSymbolicLink(directory.resolve(tool), this == SH ? inPath(tool) : busybox());
      }
    }
    return directory.toString();
  }

  private static Path inPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Path busybox() {
    return ExternalTool.BUSYBOX.require();
  }
}
