package dev.okayd.readiness.xenstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests what okayd-heartbeat writes to the xenstore, and when, with a heartbeat every 30 seconds.
 */
@EnabledOnOs(OS.LINUX)
class HeartbeatTest {
  private static final String KEYS_REMOVED = "rm device-model/1/state device-model/1/heartbeat";

  private final Path directory;

  /** Replaces the xenstore tools with scripts that log their arguments. */
  HeartbeatTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    for (String word : List.of("write", "rm")) {
      Path tool =
          Files.writeString(
              directory.resolve("xenstore-" + word),
              "#!/bin/sh\necho " + word + " \"$@\" >>\"$ASKED\"\n");
      Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh", "src/main/backend/okayd-heartbeat", "device-model/1", "sh", "-c", command);
    builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
    builder.environment().put("ASKED", log().toString());
    builder.environment().put("OKAYD_HEARTBEAT_SECONDS", "30");
    return builder.start();
  }

  private Path log() {
    return directory.resolve("asked");
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("process has ended").isTrue();
    return process.exitValue();
  }

  @Test
  void theKeysAreRemovedWhenTheCommandEnds() throws Exception {
    Process heartbeat = start("exit 7");

    assertThat(exitStatus(heartbeat)).isEqualTo(7);
    assertThat(Files.readAllLines(log())).startsWith(KEYS_REMOVED).endsWith(KEYS_REMOVED);
  }

  @Test
  void theKeysAreRemovedBeforeTheCommandIsTerminated() throws Exception {
    Process heartbeat =
        start("trap 'cat \"$ASKED\"; exit 3' TERM; echo >>\"$ASKED\" started; read never; exit 1");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(log())
                    .content()
                    .contains("started", "write device-model/1/heartbeat 1"));

    heartbeat.toHandle().destroy(); // unlike Process.destroy, keeps the output readable

    assertThat(exitStatus(heartbeat)).isEqualTo(3);
    assertThat(heartbeat.inputReader().lines()).last().isEqualTo(KEYS_REMOVED);
  }

  @Test
  void theCommandReadsTheStandardInputOfTheCaller() throws Exception {
    Process heartbeat = start("read word; echo \"got $word\"");
    heartbeat.outputWriter().append("hello\n").close();

    assertThat(exitStatus(heartbeat)).isZero();
    assertThat(heartbeat.inputReader().lines()).containsExactly("got hello");
  }
}
