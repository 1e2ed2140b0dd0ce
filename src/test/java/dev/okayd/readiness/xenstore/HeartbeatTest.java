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

/** What okayd-heartbeat writes to the xenstore, and when. Between two beats is half a minute. */
@EnabledOnOs(OS.LINUX)
class HeartbeatTest {
  private static final String FORGOTTEN = "rm device-model/1/state device-model/1/heartbeat";

  private final Path directory;

  /** With a xenstore that tells what it was asked. */
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

  private Process runs(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "sh", "src/main/backend/okayd-heartbeat", "device-model/1", "sh", "-c", command);
    builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));
    builder.environment().put("ASKED", asked().toString());
    builder.environment().put("OKAYD_HEARTBEAT_SECONDS", "30");
    return builder.start();
  }

  private Path asked() {
    return directory.resolve("asked");
  }

  private static int exitStatus(Process process) throws InterruptedException {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("it has ended").isTrue();
    return process.exitValue();
  }

  @Test
  void aCommandThatHasEndedIsForgottenAtOnce() throws Exception {
    Process heart = runs("exit 7");

    assertThat(exitStatus(heart)).isEqualTo(7);
    assertThat(Files.readAllLines(asked())).startsWith(FORGOTTEN).endsWith(FORGOTTEN);
  }

  @Test
  void aCommandThatIsToldToEndIsForgottenBeforeItHasEnded() throws Exception {
    Process heart =
        runs("trap 'cat \"$ASKED\"; exit 3' TERM; echo >>\"$ASKED\" started; read never; exit 1");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(asked())
                    .content()
                    .contains("started", "write device-model/1/heartbeat 1"));

    heart.toHandle().destroy(); // and its output can be read still

    assertThat(exitStatus(heart)).isEqualTo(3);
    assertThat(heart.inputReader().lines()).last().isEqualTo(FORGOTTEN);
  }

  @Test
  void theCommandReadsWhatTheCallerGivesIt() throws Exception {
    Process heart = runs("read word; echo \"got $word\"");
    heart.outputWriter().append("hello\n").close();

    assertThat(exitStatus(heart)).isZero();
    assertThat(heart.inputReader().lines()).containsExactly("got hello");
  }
}
