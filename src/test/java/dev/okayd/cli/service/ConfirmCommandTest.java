package dev.okayd.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.cli.CommandLineRun;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.TestAgent;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ConfirmCommandTest {
  private static final String BOUND =
      """
      status: okay
      platformDevice: a000000.virtio_mmio
      driver: virtio-mmio
      virtioDevice: virtio0
      virtioId: 2
      virtioDriver: virtio_blk
      virtioStatus: 7
      readable: true
      carrier: false
      """;

  @TempDir private Path directory = Path.of("");

  private final String boot = UUID.randomUUID().toString();
  private TestBackend backend = new TestBackend("", "");
  private TestGuest guest = new TestGuest("", "", new TestAgent("", "", ""));
  private String digest = "";

  @BeforeEach
  void createGuest() {
    backend = Fixtures.backend();
    guest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "qemu-virt", "channels": ["manual"],
             "devices": [{"name": "disk", "type": "blk", "backend": "%s"}]}
            """
                .formatted(backend.name()));
    digest = RestAssured.get("/v1/guests/{guest}", guest.name()).jsonPath().getString("planDigest");
  }

  private static String url() {
    return "http://127.0.0.1:" + RestAssured.port;
  }

  /** A file with the output of okayd-agent. */
  private Path printed(String result, String proof, long uptimeMillis) throws IOException {
    return file(
        "result: %s\nmicros: 1234\n%suptimeMillis: %d\nbootId: %s\nplanDigest: %s\nkernel: 6.1.0\noverlayInterface: okayd-module\n"
            .formatted(result, proof, uptimeMillis, boot, digest));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(directory, "printed", ".txt"), text);
  }

  private CommandLineRun confirm(Path file) {
    return CommandLineRun.of("confirm", guest.name(), "disk", file, "--url", url());
  }

  @Test
  void aDeviceAppliedByHandIsBoundAfterItsProof() throws IOException {
    backend.reports("ready", "epoch-1", 1);

    CommandLineRun run = confirm(printed("applied", BOUND, 1000));

    assertThat(run)
        .isEqualTo(
            new CommandLineRun(
                0,
                "Bound (Proved): The guest's driver is bound to virtio0" + System.lineSeparator(),
                List.of()));
    assertThat(guest.attachment().getLong("applyMicros")).isEqualTo(1234);
  }

  @Test
  void aDrainingDeviceIsDetachedAfterTheProofOfItsRemoval() throws IOException {
    backend.reports("ready", "epoch-1", 1);
    confirm(printed("applied", BOUND, 1000));
    backend.reports("draining", "epoch-1", 2);
    String reason = guest.awaitPhase("Draining").getString("reason");

    CommandLineRun run = confirm(printed("removed", "status: disabled\n", 2000));

    assertThat(reason).isEqualTo("AwaitsPerson");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.out()).startsWith("Detached (Proved): ");
    assertThat(guest.attachment().getInt("removals")).isEqualTo(1);
  }

  @Test
  void theSameOutputIsAcceptedOnce() throws IOException {
    backend.reports("ready", "epoch-1", 1);
    Path applied = printed("applied", BOUND, 1000);
    confirm(applied);
    backend.reports("draining", "epoch-1", 2);
    guest.awaitPhase("Draining");
    confirm(printed("removed", "status: disabled\n", 2000));

    CommandLineRun again = confirm(applied);

    assertThat(again.err()).isEmpty();
    assertThat(again.out()).startsWith("Detached (Proved): ");
  }

  @Test
  void aDeviceWithoutADriverIsNotBoundAndGivesExitCode1() throws IOException {
    backend.reports("ready", "epoch-1", 1);

    CommandLineRun run =
        confirm(printed("applied", "status: okay\nplatformDevice: a000000.virtio_mmio\n", 1000));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).startsWith("Applied (NoDriverYet): ");
  }

  @Test
  void aConfirmationMayBeJson() throws IOException {
    backend.reports("ready", "epoch-1", 1);

    CommandLineRun run =
        confirm(
            file(
                """
                {"bootId": "%s", "planDigest": "%s", "result": "applied",
                 "proof": {"status": "okay", "platformDevice": "a000000.virtio_mmio", "driver": "virtio-mmio",
                           "virtioDevice": "virtio0", "virtioId": 2, "virtioDriver": "virtio_blk"}}
                """
                    .formatted(boot, digest)));

    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @Test
  void aBootOfAnotherPlanIsRefusedWithTheMessageOfTheService() throws IOException {
    backend.reports("ready", "epoch-1", 1);
    digest = "another";

    CommandLineRun run = confirm(printed("applied", BOUND, 1000));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("okayd: plan-mismatch: ")
        .contains("\"another\"");
    assertThat(guest.attachment().getString("phase")).isEqualTo("Waiting");
  }

  @Test
  void everyUnknownLineIsAFault() throws IOException {
    Path file =
        file("result: done\nstatus: okay\nstatus: okay\n\nvirtioId: two\nModules linked in: xt\n");

    CommandLineRun run = confirm(file);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .containsExactly(
            fault(file, "line 1: result is \"done\", expected applied|removed|refused|busy|failed"),
            fault(file, "line 3: status occurs twice; confirm one output at a time"),
            fault(file, "line 5: virtioId is \"two\", expected [0-9]{1,5}"),
            fault(file, "line 6: \"Modules linked in: xt\" is not a line of okayd-agent"),
            fault(file, "there is no line \"bootId: \""));
  }

  private static String fault(Path file, String message) {
    return "okayd: " + file + ": malformed-request: " + message;
  }

  @Test
  void invalidJsonIsBadInput() throws IOException {
    assertThat(confirm(file("{\"bootId\": ")).exit()).isEqualTo(3);
    assertThat(confirm(directory.resolve("none")).exit()).isEqualTo(3);
  }

  @Test
  void aServiceThatDoesNotAnswerIsReported() throws IOException {
    int unusedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      unusedPort = socket.getLocalPort();
    }

    CommandLineRun run =
        CommandLineRun.of(
            "confirm",
            guest.name(),
            "disk",
            printed("applied", BOUND, 1000),
            "--url",
            "http://127.0.0.1:" + unusedPort);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).singleElement().asString().contains("does not answer");
  }

  @Test
  void aMissingFileArgumentIsWrongUsage() {
    assertThat(CommandLineRun.of("confirm", "guest", "disk").exit()).isEqualTo(2);
  }
}
