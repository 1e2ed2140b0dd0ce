package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.okayd.agent.guest.FakeGuest;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Patience;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest runs one agent, and an agent leaves no files or processes behind. */
class AgentRunTest extends AgentKit {
  private final Shell shell;

  AgentRunTest(Shell shell) {
    super(shell);
    this.shell = shell;
  }

  @Test
  void leavesNothingBehindWhenItIsEnded() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.next("commands");

      assertThat(agent.end()).isEqualTo(128 + 15);

      assertThat(guest.filesInRun()).isEmpty();
    }
  }

  @Test
  void aSecondOneSaysSoAndEnds() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.next("commands");

      Output second = guest.agent("run");

      assertThat(second.exitStatus()).isEqualTo(1);
      assertThat(second.log()).contains("already active in this guest, as process " + agent.pid());
      okayd.sends(Commands.remove("disk.1", DISK));
      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("removed");
      assertThat(agent.end()).isEqualTo(128 + 15);
      assertThat(guest.filesInRun()).isEmpty();
    }
  }

  @Test
  void saysThatItHasNoWgetBeforeItAsksAnything() {
    assumeTrue(shell == Shell.SH, "BusyBox's shell has its own wget, whatever the PATH says");
    guest.lacks("wget");
    guest.write(
        "etc/okayd/agent.conf",
        "url=http://127.0.0.1:1\nguest=domu1\ntoken=%s\n".formatted(FakeGuest.TOKEN));

    Output output = guest.agent("run");

    assertThat(output.log()).contains("wget is not installed");
    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(guest.filesInRun()).isEmpty();
  }

  @Test
  void ofManyThatStartAtOnceWhereOneWasKilledOneServes() {
    guest.write("run/okayd-agent-lock/4194999.1", "");
    BlockingQueue<RunningAgent> ended = new LinkedBlockingQueue<>();

    try (FakeOkayd okayd = new FakeOkayd()) {
      guest.isServedBy(okayd.url());
      List<RunningAgent> agents = Stream.generate(guest::run).limit(8).toList();
      try {
        agents.forEach(agent -> agent.endsInto(ended));
        for (int others = 1; others < agents.size(); others++) {
          assertThat(Patience.next(ended, "agent that ended").end()).isEqualTo(1);
        }

        okayd.next("commands");
        assertThat(agents).filteredOn(RunningAgent::isAlive).hasSize(1);
      } finally {
        agents.forEach(RunningAgent::close);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4194999.1", "4194999.1 and 4194998.1", "reused", "rubbish"})
  void takesOverALockOfOneThatWasKilled(String holders) {
    guest.directory("run/okayd-agent-lock");
    for (String holder : holders.isEmpty() ? List.<String>of() : List.of(holders.split(" and "))) {
      String name = holder.equals("reused") ? ProcessHandle.current().pid() + ".1" : holder;
      guest.write("run/okayd-agent-lock/" + name, "");
    }

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.next("commands");
      agent.end();
    }

    assertThat(guest.filesInRun()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4194999.1", "Ab3xYz"})
  void clearsAwayWhatOneThatWasKilledLeft(String owner) {
    guest.write("run/okayd-agent." + owner + "/job.1/outcome", "result applied");

    assertThat(guest.agent("status").exitStatus()).isZero();

    assertThat(guest.filesInRun()).isEmpty();
  }

  @Test
  void leavesTheFilesOfOneThatLivesAlone() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.next("commands");
      List<String> files = guest.filesInRun();

      guest.agent("status");

      assertThat(files)
          .hasSize(2)
          .contains("okayd-agent-lock")
          .anyMatch(file -> file.startsWith("okayd-agent." + agent.pid() + "."));
      assertThat(guest.filesInRun()).isEqualTo(files);
    }
  }
}
