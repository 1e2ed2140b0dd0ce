package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.okayd.agent.guest.Certificate;
import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channel http over TLS: the agent sends its token only to okayd. */
class AgentTlsTest extends AgentKit {
  private final Shell shell;

  AgentTlsTest(Shell shell) {
    super(shell);
    this.shell = shell;
  }

  private void hasConfig(FakeOkayd okayd, String... more) {
    String[] lines = new String[3 + more.length];
    lines[0] = "url=" + okayd.url();
    lines[1] = "guest=domu1";
    lines[2] = "token=" + FakeGuest.TOKEN;
    System.arraycopy(more, 0, lines, 3, more.length);
    guest.hasConfig(lines);
  }

  @Test
  void speaksWithAnOkaydThatItsAuthorityVouchesFor(@TempDir Path directory) throws Exception {
    assumeTrue(shell == Shell.SH, "BusyBox's wget checks no certificates");
    Certificate certificate = Certificate.in(directory);
    certificate.writeTo(guest.directory("etc/okayd").resolve("ca.pem"));
    try (FakeOkayd okayd = FakeOkayd.over(certificate.context())) {
      hasConfig(okayd, "ca_file=/etc/okayd/ca.pem");
      try (RunningAgent agent = guest.run()) {
        agent.logs("knows this boot");

        assertThat(okayd.next("hello").json().get("bootId").asText()).isEqualTo(FakeGuest.BOOT_ID);
      }
    }
  }

  @Test
  void saysNothingToOneThatNobodyVouchesFor(@TempDir Path directory) throws Exception {
    assumeTrue(shell == Shell.SH, "BusyBox's wget checks no certificates");
    try (FakeOkayd okayd = FakeOkayd.over(Certificate.in(directory).context())) {
      hasConfig(okayd);
      try (RunningAgent agent = guest.run()) {
        agent.logs("okayd at " + okayd.url() + " does not answer");

        assertThat(okayd.kinds()).isEmpty();
      }
    }
  }

  @Test
  void doesNotBeginWhereNoCertificateWouldBeChecked(@TempDir Path directory) throws Exception {
    assumeTrue(shell == Shell.BUSYBOX, "GNU's wget checks certificates");
    try (FakeOkayd okayd = FakeOkayd.over(Certificate.in(directory).context())) {
      hasConfig(okayd);

      Output output = guest.agent("run");

      assertThat(output.exitStatus()).isEqualTo(2);
      assertThat(output.log()).contains("checks no certificates", "ca_file=none");
      assertThat(okayd.kinds()).isEmpty();
    }
  }
}
