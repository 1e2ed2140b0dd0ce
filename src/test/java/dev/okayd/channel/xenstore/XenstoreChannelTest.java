package dev.okayd.channel.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.okayd.channel.ChannelKit;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.testing.AgentChannel;
import dev.okayd.testing.Fixtures;
import dev.okayd.testing.Fixtures.TestGuest;
import dev.okayd.testing.OnXenstore;
import dev.okayd.testing.tool.RealXenstored;
import dev.okayd.xenstore.ConnectionState;
import dev.okayd.xenstore.Xenstore;
import dev.okayd.xenstore.XenstoreAddress;
import dev.okayd.xenstore.XenstoreException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The channel with a domain of a real xenstored, with its quotas. */
@QuarkusTest
@TestProfile(OnXenstore.class)
@ExtendWith(RealXenstored.Condition.class)
class XenstoreChannelTest extends ChannelKit {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** One xenstored for all tests: okayd reconnects to a new one only after a pause. */
  private static @Nullable RealXenstored started;

  /** Never reused, as on Xen. */
  private static final AtomicInteger DOMIDS = new AtomicInteger();

  @Override
  protected GuestChannel channel() {
    return GuestChannel.XENSTORE;
  }

  @Override
  protected int longest() {
    return Envelope.MOST_PARTS * Envelope.PART;
  }

  private static RealXenstored real() {
    RealXenstored present = started;
    if (present == null) {
      present = RealXenstored.startIn(OnXenstore.directory());
      started = present;
    }
    return present;
  }

  @Override
  protected AgentChannel open(TestGuest guest) {
    return domain(guest.name());
  }

  /** Creates a domain as a toolstack does. */
  private GuestEnd domain(String name) {
    int domid = DOMIDS.incrementAndGet();
    String path = "/local/domain/" + domid;
    Xenstore dom0 = connected(real().address());
    XenstoreAddress device = new XenstoreAddress.Device(real().domain(domid));
    try {
      dom0.nodes().write(path + "/name", name);
      dom0.nodes().permit(path, List.of("n0", "r" + domid));
      dom0.nodes().make(path + "/data");
      dom0.nodes().permit(path + "/data", List.of("n" + domid));
    } catch (XenstoreException e) {
      throw new IllegalStateException(e);
    } finally {
      dom0.close();
    }
    return new GuestEnd(connected(device));
  }

  private static Xenstore connected(XenstoreAddress address) {
    Xenstore xenstore = new Xenstore(address);
    await().atMost(SOON).until(() -> xenstore.connectivity() instanceof ConnectionState.Connected);
    return xenstore;
  }

  @AfterAll
  static void stop() {
    RealXenstored present = started;
    if (present != null) {
      present.close();
    }
  }

  @Test
  void followsAGuestAcrossARebootIntoAnotherDomain() {
    TestGuest guest =
        Fixtures.guest(
            "storage",
            """
            {"platform": "qemu-virt", "channels": ["xenstore"],
             "devices": [{"name": "disk", "type": "blk", "backend": "storage"}]}
            """);
    try (GuestEnd first = domain(guest.name())) {
      assertThat(first.ask("session", "").body()).isEqualTo("{\"session\":1}");
    }
    try (GuestEnd second = domain(guest.name())) {
      assertThat(second.ask("session", "").body()).isEqualTo("{\"session\":2}");
    }
  }
}
