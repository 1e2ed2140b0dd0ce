package dev.okayd.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the demo from the packaged jar, as a user does. */
class DemoIT {
  private static final int SIGINT = 2;
  private static final int SIGNALLED = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory = Path.of("");

  private Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "demo"))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("out").toFile())
        .start();
  }

  /** A demo whose okayd is running. */
  private Process startAndAwaitOkayd() throws IOException {
    Process demo = start();
    Awaitility.await().atMost(PATIENCE).until(() -> out().contains("okayd is real"));
    return demo;
  }

  private static int awaitEnd(Process demo) throws InterruptedException {
    assertThat(demo.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return demo.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private List<Path> stores() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("okayd-demo")).toList();
    }
  }

  @Test
  void succeedsAndLeavesNoFiles() throws IOException, InterruptedException {
    Process demo = startAndAwaitOkayd();
    List<ProcessHandle> children = demo.children().toList();

    int exit = awaitEnd(demo);

    assertThat(out())
        .containsSubsequence("Waiting (", "Bound (", "Detached (", "Every result was as expected.");
    assertThat(exit).isZero();
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(stores()).isEmpty();
  }

  @Test
  void leavesNoFilesAfterAnInterrupt() throws IOException, InterruptedException {
    Process demo = startAndAwaitOkayd();
    List<ProcessHandle> children = demo.children().toList();

    new ProcessBuilder("sh", "-c", "kill -INT " + demo.pid()).start().waitFor();

    assertThat(awaitEnd(demo)).isEqualTo(SIGNALLED + SIGINT);
    assertThat(children).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    assertThat(stores()).isEmpty();
    assertThat(out())
        .doesNotContain("Every result was as expected.", "does not answer", "Exception");
  }

  @Test
  void reportsAnEndOfOkaydAndLeavesNoFiles() throws IOException, InterruptedException {
    Process demo = startAndAwaitOkayd();

    demo.children().forEach(ProcessHandle::destroyForcibly);

    assertThat(awaitEnd(demo)).isNotZero();
    assertThat(stores()).isEmpty();
    assertThat(out())
        .contains("does not answer")
        .doesNotContain("Every result was as expected.", "Exception in thread");
  }
}
