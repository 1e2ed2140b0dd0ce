package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import dev.okayd.testing.Contract;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestBackend;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.OnXenstore;
import dev.okayd.testing.tool.RealXenstored;
import dev.okayd.xenstore.Xenstore;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent and okayd over a real xenstored. */
@QuarkusTest
@TestProfile(OnXenstore.class)
@ExtendWith(RealXenstored.Condition.class)
class AgentOverXenstoreTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Unique domids: Xen does not reuse one either. */
  private static final AtomicInteger DOMIDS = new AtomicInteger(100);

  @AutoClose private RealXenstored real;
  @AutoClose private Xenstore dom0;

  @BeforeEach
  void start() {
    real = RealXenstored.startIn(OnXenstore.directory());
    dom0 = new Xenstore(real.address());
  }

  static List<Shell> shells() {
    return AgentKit.shells().toList();
  }

  /** Creates the domain's nodes like a toolstack. */
  private void isDomain(int domid, String name, FakeGuest guest) throws IOException {
    String path = "/local/domain/" + domid;
    Path bus = real.domain(domid);
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              dom0.nodes().write(path + "/name", name);
              dom0.nodes().permit(path, List.of("n0", "r" + domid));
              dom0.nodes().make(path + "/data");
              dom0.nodes().permit(path + "/data", List.of("n" + domid));
            });
    guest.directory("dev/xen");
    Path device = guest.root().resolve("dev/xen/xenbus");
    Files.deleteIfExists(device);
    Files.createSymbolicLink(device, bus);
    guest.write("proc/interrupts", " 20:  1  xen-dyn  xenbus\n");
  }

  private static String planDigest(TestGuest guest) {
    return Contract.request()
        .get("/v1/guests/{guest}", guest.name())
        .then()
        .statusCode(200)
        .extract()
        .path("planDigest");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void saysOnceWhyTheXenstoreTakesNoRequest(Shell shell) throws Exception {
    FakeGuest guest = new FakeGuest(shell);
    guest.hasConfig("channels=xenstore");
    int domid = DOMIDS.incrementAndGet();
    isDomain(domid, "another", guest);
    dom0.nodes().permit("/local/domain/" + domid + "/data", List.of("n0", "r" + domid));

    try (RunningAgent agent = guest.run()) {
      agent.logs("the xenstore refuses data/okayd/request: EACCES; trying again");
      await().atMost(SOON).until(() -> guest.sleeps().size() > 3);

      assertThat(agent.furtherLog()).noneMatch(line -> line.contains("okayd-agent: "));
    } finally {
      guest.delete();
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void enablesAndRemovesADevice(Shell shell) throws IOException {
    TestBackend backend = Fixtures.backend();
    TestGuest okaydGuest =
        Fixtures.guest(
            backend.name(),
            """
            {"platform": "qemu-virt", "channels": ["xenstore"],
             "devices": [{"name": "disk", "type": "blk", "backend": "%s", "pin": {"slot": 31}}]}
            """
                .formatted(backend.name()));
    FakeGuest guest = new FakeGuest(shell);
    guest.hasOverlays(AgentKit.MODULE);
    guest.hasNode(AgentKit.DISK, "disabled");
    guest.hasDevice(AgentKit.DISK, "0x0002", "virtio_blk");
    guest.hasPlanDigest("chosen", planDigest(okaydGuest));
    guest.hasConfig("channels=xenstore");
    isDomain(DOMIDS.incrementAndGet(), okaydGuest.name(), guest);

    try (RunningAgent agent = guest.run()) {
      agent.logs("in the xenstore knows this boot");
      backend.reports("ready", "epoch-1", 1);
      await()
          .atMost(SOON)
          .until(() -> okaydGuest.attachment("disk").getString("phase"), "Bound"::equals);
      assertThat(guest.overlays()).isNotEmpty();

      // time stands still in the fake guest, and a report with the same time is the same report
      guest.passes(1);
      backend.reports("draining", "epoch-1", 2);
      await()
          .atMost(SOON)
          .until(() -> okaydGuest.attachment("disk").getString("phase"), "Detached"::equals);
      assertThat(guest.overlays()).isEmpty();
    } finally {
      guest.delete();
    }
  }
}
