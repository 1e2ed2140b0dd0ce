package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are not commands. */
class AgentJsonTest extends AgentKit {
  AgentJsonTest(Shell shell) {
    super(shell);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "{}",
        "[]",
        "{'id':'disk.1','type':'remove','device':'disk'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1'",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1'} {}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1','more':'x'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1','path':'/virtio@2'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/a\\u0062'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':{'a':'b'}}",
        "{'id':'disk.1','type':'remove','device':'../disk','path':'/virtio@1'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1','validSeconds':'08'}",
        "{'id':'disk.1','type':'remove','device':'disk','path':'/virtio@1','validSeconds':-1}",
        "{'id':'disk','type':'remove','device':'disk','path':'/virtio@1'}",
        "{'id':'disk.1','type':'reboot','device':'disk','path':'/virtio@1'}",
        "{'id':'disk.1','type':'apply','device':'disk','path':'/virtio@1'}",
        "{'id':'$(reboot).1','type':'remove','device':'disk','path':'/virtio@1'}"
      })
  void ignoresWhatIsNoCommand(String answer) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(answer.replace('\'', '"'));

      agent.logs("ignoring an invalid command");
    }
  }

  @Test
  void takesTheNextCommandAfterOneThatItIgnored() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends("{}");
      agent.logs("ignoring an invalid command");

      okayd.sends(Commands.remove("disk.2", DISK));

      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.2");
    }
  }
}
