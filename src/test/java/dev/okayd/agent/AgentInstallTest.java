package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The agent where a guest has it. */
class AgentInstallTest extends AgentKit {
  AgentInstallTest(Shell shell) {
    super(shell);
  }

  @Test
  void findsItsPartsWhereTheyAreInstalled() {
    guest.hasInstalledAgent(part -> true);

    Output output = guest.agent("status");

    assertThat(output.lines()).startsWith("interface: okayd-module");
    assertThat(output.exitStatus()).isZero();
  }

  @Test
  void saysThatItsPartsAreMissing() {
    guest.hasInstalledAgent(part -> false);

    Output output = guest.agent("status");

    assertThat(output.log()).contains("/usr/lib/okayd does not have its parts");
    assertThat(output.exitStatus()).isEqualTo(2);
  }
}
