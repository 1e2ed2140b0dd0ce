package dev.okayd.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the agent runs in. */
enum Shell {
  SH,
  BUSYBOX;

  /** All that the agent and the fake kernel may use of BusyBox, or of another system. */
  private static final String TOOLS =
      "awk base64 basename cat cmp dd grep head ln mkdir mkfifo mktemp mv od readlink rm rmdir sed"
          + " sha256sum sleep tail timeout tr uname wc wget";

  boolean isInstalled() {
    return this == SH || busybox().findAny().isPresent();
  }

  List<String> command() {
    return this == SH
        ? List.of("/bin/sh")
        : List.of(busybox().findFirst().orElseThrow().toString(), "sh");
  }

  /** The PATH; for BusyBox it has nothing but BusyBox. */
  String path(Path directory) throws IOException {
    if (this == SH) {
      return System.getenv("PATH");
    }
    Path busybox = busybox().findFirst().orElseThrow();
    for (String tool : List.of(TOOLS.split(" ", -1))) {
      Files.createSymbolicLink(directory.resolve(tool), busybox);
    }
    return directory.toString();
  }

  private static Stream<Path> busybox() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, "busybox"))
        .filter(Files::isExecutable);
  }
}
