package dev.okayd.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.OkaydProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar, started in ways in which it cannot start. */
class StartIT {
  @TempDir private Path directory = Path.of("");

  /** What it prints on the standard error output; the exit status has to be 1. */
  private List<String> refusal(String... settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(settings));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    Process process =
        new ProcessBuilder(command).redirectOutput(directory.resolve("out").toFile()).start();
    List<String> lines =
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return lines;
  }

  @Test
  void printsOneLineForABadSetting() throws Exception {
    assertThat(refusal("-Dokayd.stor=postgresql"))
        .containsExactly(
            "okayd: okayd.stor is no setting of okayd; did you mean okayd.store? Change the system property -Dokayd.stor");
  }

  @Test
  void printsOneLineForAPortInUseAndStartsOnTheSameStoreLater() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
              refusal(
                  "-Dokayd.store.directory=" + directory.resolve("store"),
                  "-Dquarkus.http.port=" + taken.getLocalPort()))
          .singleElement()
          .asString()
          .startsWith("okayd: okayd cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
    try (OkaydProcess okayd = OkaydProcess.start(directory.resolve("store"))) {
      assertThat(okayd.port()).isPositive();
    }
  }

  @Test
  void printsOneLineForAStoreInUse() throws Exception {
    try (OkaydProcess okayd = OkaydProcess.start(directory)) {
      assertThat(okayd.port()).isPositive();
      assertThat(refusal("-Dokayd.store.directory=" + directory, "-Dquarkus.http.port=0"))
          .singleElement()
          .asString()
          .startsWith("okayd: Another okayd uses the store in " + directory);
    }
  }
}
