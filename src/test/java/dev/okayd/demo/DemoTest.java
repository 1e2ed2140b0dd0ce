package dev.okayd.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.okayd.client.ServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Runs the demo against an okayd that is already running. */
@QuarkusTest
class DemoTest {

  @Test
  void showsTheLifecycleOfADevice() throws IOException {
    StringWriter out = new StringWriter();
    URI okayd = URI.create("http://127.0.0.1:" + RestAssured.port);

    new Demo(new ServiceClient(okayd), new DemoOutput(new PrintWriter(out)), Clock.systemUTC())
        .run();

    assertThat(out.toString())
        .containsPattern("command    disk\\.\\d+, apply /passthrough/virtio@2001200")
        .containsPattern("command    disk\\.\\d+, remove /passthrough/virtio@2001200");
    assertThat(out.toString())
        .containsSubsequence(
            "base 0x2001200, interrupt 42, node /passthrough/virtio@2001200",
            "| virtio@2001200 {",
            "status = \"disabled\";",
            "HELLO, session 1, uptime ",
            "Waiting (BackendNotReady)",
            "commands for the agent within 1 s: none",
            "effect: recorded",
            ", apply /passthrough/virtio@2001200",
            "status = \"okay\";",
            "go, for ",
            "created devices: 2001200.virtio",
            "virtioDriver virtio_blk",
            "Bound (Proved)",
            "POST /v1/backends/disks/drain",
            "running: 0 of 1 devices are removed; waiting for demo/disk",
            ", remove /passthrough/virtio@2001200",
            "go, for ",
            "destroyed devices: 2001200.virtio",
            "Detached (Proved)",
            "drained: No device of the backend is live in any guest; it may stop",
            "event-received",
            "go ",
            "bound ",
            "Every result was as expected.");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 115);
  }

  @Test
  void requiresThePackagedJar() {
    assertThatThrownBy(RunningJar::find)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("java -jar quarkus-run.jar demo");
  }
}
