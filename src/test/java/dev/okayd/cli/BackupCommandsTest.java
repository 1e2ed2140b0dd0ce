package dev.okayd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class BackupCommandsTest {
  @TempDir private Path directory = Path.of("");

  private static String url() {
    return "http://127.0.0.1:" + RestAssured.port + "/";
  }

  private static int status(TestGuest guest) {
    return RestAssured.get("/v1/guests/{guest}", guest.name()).statusCode();
  }

  @Test
  void restoresABackup() throws IOException {
    TestGuest before = Fixtures.guest(Fixtures.name("backend"));
    Path file = directory.resolve("okayd.jsonl.gz");

    CommandLineRun backup = CommandLineRun.of("backup", "-o", file, "--url", url());
    TestGuest after = Fixtures.guest(Fixtures.name("backend"));
    CommandLineRun restore = CommandLineRun.of("restore", file, "--url", url());

    assertThat(backup).isEqualTo(new CommandLineRun(0, "", List.of()));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(restore.exit()).isZero();
    assertThat(restore.out()).matches("restored \\d+ guests and \\d+ backends; the log .* \\d+\\R");
    assertThat(status(before)).isEqualTo(200);
    assertThat(status(after)).isEqualTo(404);
  }

  @Test
  void aRefusalByTheServiceIsPrinted() throws IOException {
    Path file = Files.writeString(directory.resolve("text"), "this is no backup");

    CommandLineRun run = CommandLineRun.of("restore", file, "--url", url());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("okayd: not-a-backup: Line 1: the file is not gzipped");
  }

  @Test
  void aServiceThatDoesNotAnswerIsReportedAndLeavesNoFile() throws IOException {
    int unusedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      unusedPort = socket.getLocalPort();
    }

    CommandLineRun run =
        CommandLineRun.of(
            "backup", "-o", directory.resolve("file"), "--url", "http://127.0.0.1:" + unusedPort);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).singleElement().asString().contains("does not answer");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aMissingFileIsBadInput() {
    CommandLineRun run = CommandLineRun.of("restore", directory.resolve("none"), "--url", url());

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).singleElement().asString().contains("there is no such file");
  }

  @Test
  void backupWithoutAnOutputIsWrongUsage() {
    assertThat(CommandLineRun.of("backup").exit()).isEqualTo(2);
  }
}
