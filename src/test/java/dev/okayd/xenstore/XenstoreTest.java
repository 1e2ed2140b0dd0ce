package dev.okayd.xenstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.okayd.testing.tool.RealXenstored;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client with Debian's xenstored. */
@ExtendWith(RealXenstored.Condition.class)
class XenstoreTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @AutoClose private RealXenstored real;
  @AutoClose private Xenstore dom0;

  @BeforeEach
  void connect() {
    real = RealXenstored.start();
    dom0 = connected(real.address());
  }

  private static Xenstore connected(XenstoreAddress address) {
    Xenstore xenstore = new Xenstore(address);
    awaitConnected(xenstore);
    return xenstore;
  }

  private static void awaitConnected(Xenstore xenstore) {
    await().atMost(SOON).until(() -> xenstore.connectivity() instanceof ConnectionState.Connected);
  }

  @Test
  void readsAndListsWrittenNodes() throws Exception {
    dom0.nodes().write("/okayd/a", "\u00e4\n\u0001");
    dom0.nodes().make("/okayd/b");

    assertThat(dom0.nodes().read("/okayd/a")).contains("\u00e4\n\u0001");
    assertThat(dom0.nodes().read("/okayd/b")).contains("");
    assertThat(dom0.nodes().list("/okayd")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void readsNothingFromAMissingNode() throws Exception {
    assertThat(dom0.nodes().read("/none")).isEmpty();
    assertThat(dom0.nodes().list("/none")).isEmpty();
    assertThat(dom0.nodes().generation("/none")).isEmpty();
    dom0.nodes().remove("/none");
  }

  @Test
  void removesANodeWithItsSubtree() throws Exception {
    dom0.nodes().write("/okayd/a/b", "1");

    dom0.nodes().remove("/okayd/a");

    assertThat(dom0.nodes().read("/okayd/a/b")).isEmpty();
  }

  @Test
  void ignoresADomainNameThatTheDomainItselfMayWrite() throws Exception {
    // given
    var unused = real.domain(5);
    dom0.nodes().write("/local/domain/5/name", "cockpit");
    dom0.nodes().permit("/local/domain/5/name", List.of("n5", "r0"));
    // when
    Optional<Integer> found = new Domains(dom0).find("cockpit");
    // then
    assertThat(found).isEmpty();
    assertThat(new Domains(dom0).is(5, "cockpit")).isFalse();
    assertThat(new Domains(dom0).is(5, "5")).isTrue();
  }

  @Test
  void aNameThatOnlyDom0MayWriteNamesItsDomain() throws Exception {
    // given
    var unused = real.domain(5);
    dom0.nodes().write("/local/domain/5/name", "cockpit");
    dom0.nodes().permit("/local/domain/5/name", List.of("n0", "r5"));
    // when
    Optional<Integer> found = new Domains(dom0).find("cockpit");
    // then
    assertThat(found).contains(5);
    assertThat(new Domains(dom0).is(5, "cockpit")).isTrue();
  }

  @Test
  void listsADirectoryLargerThanAMessage() throws Exception {
    for (int i = 0; i < 600; i++) {
      dom0.nodes().write("/okayd/a-name-of-some-length-" + i, "");
    }

    assertThat(dom0.nodes().list("/okayd")).hasSize(600).contains("a-name-of-some-length-599");
  }

  @Test
  void givesANodeANewGenerationAtEachWrite() throws Exception {
    dom0.nodes().write("/okayd/a", "1");
    long first = dom0.nodes().generation("/okayd/a").orElseThrow();

    dom0.nodes().write("/okayd/a", "1");

    assertThat(dom0.nodes().generation("/okayd/a").orElseThrow()).isGreaterThan(first);
  }

  @Test
  void repeatsATransactionAfterAConcurrentChange() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    dom0.nodes().write("/okayd/count", "1");

    dom0.inTransaction(
        nodes -> {
          String count = nodes.read("/okayd/count").orElseThrow();
          if (attempts.incrementAndGet() == 1) {
            dom0.nodes().write("/okayd/count", "10");
          }
          nodes.write("/okayd/count", count + "1");
          return count;
        });

    assertThat(attempts).hasValue(2);
    assertThat(dom0.nodes().read("/okayd/count")).contains("101");
  }

  @Test
  void rollsBackAFailedTransaction() throws Exception {
    assertThatThrownBy(
            () ->
                dom0.inTransaction(
                    nodes -> {
                      nodes.write("/okayd/a", "1");
                      return nodes.permissions("/none");
                    }))
        .isInstanceOf(XenstoreErrorException.class)
        .hasMessageContaining("ENOENT");

    assertThat(dom0.nodes().read("/okayd/a")).isEmpty();
  }

  @Test
  void firesAWatchAtOnceAndAfterEachChangeBelow() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Watch watch = dom0.watch("/okayd", calls::incrementAndGet);
    await().atMost(SOON).until(() -> calls.get() == 1);

    dom0.nodes().write("/okayd/a/b", "1");
    await().atMost(SOON).until(() -> calls.get() > 1);

    watch.close();
    AtomicInteger others = new AtomicInteger();
    Watch other = dom0.watch("/okayd", others::incrementAndGet);
    await().atMost(SOON).until(() -> others.get() == 1);
    int before = calls.get();
    dom0.nodes().write("/okayd/a/b", "2");
    await().atMost(SOON).until(() -> others.get() > 1);
    assertThat(calls).hasValue(before);
    other.close();
  }

  @Test
  void keepsWatchesAcrossARestartOfXenstored() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (Watch watch = dom0.watch("/okayd/a", calls::incrementAndGet)) {
      await().atMost(SOON).until(() -> calls.get() == 1);

      real.kill();
      await().atMost(SOON).until(() -> dom0.connectivity() instanceof ConnectionState.Lost);
      assertThatThrownBy(() -> dom0.nodes().read("/"))
          .isInstanceOf(XenstoreDisconnectedException.class);
      real.restart();
      awaitConnected(dom0);

      await().atMost(SOON).until(() -> calls.get() == 2);
      dom0.nodes().write("/okayd/a", "1");
      await().atMost(SOON).until(() -> calls.get() == 3);
      assertThat(watch).isNotNull();
    }
  }

  @Test
  void actsAsADomainThroughItsDevice() throws Exception {
    Path device = real.domain(3);
    dom0.nodes().make("/local/domain/3/data");
    dom0.nodes().permit("/local/domain/3/data", List.of("n3"));
    Xenstore domain = connected(new XenstoreAddress.Device(device));

    domain.nodes().write("data/word", "hello");

    assertThat(dom0.nodes().read("/local/domain/3/data/word")).contains("hello");
    assertThat(dom0.nodes().permissions("/local/domain/3/data/word")).containsExactly("n3");
    assertThatThrownBy(() -> domain.nodes().write("/local/domain/0/word", "hello"))
        .isInstanceOf(XenstoreErrorException.class)
        .hasMessageContaining("EACCES");
    assertThatThrownBy(() -> domain.nodes().write("data/long", "x".repeat(2048)))
        .hasMessageContaining("ENOSPC")
        .hasMessageContaining("quota");
    domain.close();
  }

  @Test
  void findsDomainsByNameAndReportsWhenTheyEnd() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Domains domains = new Domains(dom0);
    domains.watch(calls::incrementAndGet);
    await().atMost(SOON).until(() -> calls.get() > 0);
    Path unused = real.domain(3);
    dom0.nodes().write("/local/domain/3/name", "domu1");
    dom0.nodes().write("/local/domain/12/name", "domu1");

    assertThat(domains.find("domu1")).contains(12);
    assertThat(domains.find("domu2")).isEmpty();
    assertThat(domains.find("7")).contains(7);
    assertThat(dom0.isIntroduced(3)).isTrue();
    assertThat(dom0.pathOf(3)).isEqualTo("/local/domain/3");

    int before = calls.get();
    real.release(3);
    await().atMost(SOON).until(() -> calls.get() > before);
    assertThat(dom0.isIntroduced(3)).isFalse();
  }

  @Test
  void acceptsThreeKindsOfAddresses() {
    for (String text :
        List.of("unix:/run/xenstored/socket", "device:/dev/xen/xenbus", "tcp:127.0.0.1:7000")) {
      assertThat(XenstoreAddress.parse(text)).hasToString(text);
    }
    for (String text : List.of("", "/run/socket", "tcp:host", "unix:socket", "tcp:a:b:1")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> XenstoreAddress.parse(text))
          .withMessageContaining("is expected");
    }
  }
}
