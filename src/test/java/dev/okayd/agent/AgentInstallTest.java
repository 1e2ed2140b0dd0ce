package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import dev.okayd.testing.Thorough;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The installed agent, and its init script. */
@Thorough.Only
class AgentInstallTest extends AgentKit {
  AgentInstallTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @CsvSource({
    "systemd, usr/lib/systemd/system/okayd-agent.service",
    "sysvinit, etc/init.d/okayd-agent",
    "none, usr/sbin/okayd-agent"
  })
  void findsItsPartsWhereTheyAreInstalled(String init, String file) {
    guest.hasInstalledAgent(init);

    Output output = guest.agent("status");

    assertThat(output.lines()).startsWith("interface: okayd-module");
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.root().resolve(file)).exists();
  }

  @Test
  void saysThatItsPartsAreMissing() {
    guest.hasInstalledAgent("none");
    guest.hasLost("usr/lib/okayd/run.sh");

    Output output = guest.agent("status");

    assertThat(output.log()).contains("/usr/lib/okayd lacks the agent's libraries");
    assertThat(output.exitStatus()).isEqualTo(2);
  }

  @Test
  void keepsConfigurationThatIsThereAndKeepsItSecret() throws IOException {
    guest.hasInstalledAgent("none");
    String permissions =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(guest.root().resolve("etc/okayd/agent.conf")));
    guest.hasConfig("guest=mine");
    guest.hasHook("10-block", "# mine");

    guest.hasInstalledAgent("none");

    assertThat(permissions).isEqualTo("rw-------");
    assertThat(guest.lines("etc/okayd/agent.conf")).containsExactly("guest=mine");
    assertThat(guest.lines("etc/okayd/quiesce.d/10-block")).contains("# mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"usr/lib/okayd/run.sh", "usr/sbin/okayd-agent", "etc/init.d/okayd-agent"})
  void replacesFilesByWholeOnesAndWritesIntoNoneThatIsInUse(String name) throws IOException {
    guest.hasInstalledAgent("sysvinit");
    Path file = guest.root().resolve(name);
    Path before = Files.createLink(file.resolveSibling("before"), file);
    Files.writeString(file, "# an older one\n");

    guest.hasInstalledAgent("sysvinit");

    assertThat(before).content().isEqualTo("# an older one\n");
    assertThat(file).content().hasSizeGreaterThan(100);
    assertThat(file.resolveSibling(file.getFileName() + ".new")).doesNotExist();
  }

  @Test
  void theInitScriptStartsTheAgentAgainWheneverItEndsAndEndsIt() throws IOException {
    guest.hasInstalledAgent("sysvinit");
    guest.hasProgram("modprobe", "");
    guest.hasProgram("logger", "cat >>\"$OKAYD_ROOT/kernel/syslog\"");
    Path agent = guest.root().resolve("usr/sbin/okayd-agent");
    Files.copy(agent, agent.resolveSibling("the-agent-itself"), StandardCopyOption.COPY_ATTRIBUTES);
    guest.write(
        "usr/sbin/okayd-agent",
        """
        #!/bin/sh
        "${0%/*}/the-agent-itself" status >/dev/null
        echo said $1 >&2
        """);

    Output stopped = init("status");
    Output start = init("start");
    Output again = init("start");
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(guest.lines("kernel/syslog")).startsWith("said run", "said run"));
    Output running = init("status");
    Output stop = init("stop");

    assertThat(stopped.exitStatus()).isEqualTo(3);
    assertThat(start.lines()).containsExactly("Starting okayd-agent");
    assertThat(again.lines()).isEmpty();
    assertThat(running.exitStatus()).isZero();
    assertThat(stop.lines()).containsExactly("Stopping okayd-agent");
    assertThat(init("status").exitStatus()).isEqualTo(3);
  }

  private Output init(String what) {
    return guest.output(guest.script(guest.root().resolve("etc/init.d/okayd-agent"), what));
  }
}
