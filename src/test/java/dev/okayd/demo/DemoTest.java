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

/** The demo's way, on an okayd that runs already. */
@QuarkusTest
class DemoTest {

  @Test
  void showsTheWholeWayOfADevice() throws IOException {
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
            "what okayd made of it: recorded",
            ", apply /passthrough/virtio@2001200",
            "status = \"okay\";",
            "go, for ",
            "devices that came: 2001200.virtio",
            "virtioDriver virtio_blk",
            "Bound (Proved)",
            "POST /v1/backends/disks/drain",
            "running: 0 of 1 devices are let go; waiting for demo/disk",
            ", remove /passthrough/virtio@2001200",
            "go, for ",
            "devices that went: 2001200.virtio",
            "Detached (Proved)",
            "drained: No device of the backend is live in any guest; it may stop",
            "event-received",
            "go ",
            "bound ",
            "All was as it should be.");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 115);
  }

  @Test
  void needsThePackagedJar() {
    assertThatThrownBy(RunningJar::find)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("java -jar quarkus-run.jar demo");
  }
}
