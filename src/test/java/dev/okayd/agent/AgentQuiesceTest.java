package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks that run before a removal, and may prevent it. */
class AgentQuiesceTest extends AgentKit {
  private static final String TELL =
      """
      echo "${0##*/} $OKAYD_DEVICE $OKAYD_PATH $OKAYD_PLATFORM_DEVICE $OKAYD_VIRTIO_DEVICE $OKAYD_BLOCK$OKAYD_NET" \
        >>"$OKAYD_ROOT/kernel/hooks"
      """;

  AgentQuiesceTest(Shell shell) {
    super(shell);
  }

  @BeforeEach
  void hasADisk() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "okayd-disk");
  }

  @Test
  void runsHooksInTheOrderOfTheirNamesAndTellsThemWhatIsToGo() {
    guest.hasHook("20-second", TELL);
    guest.hasHook("10-first", TELL);
    guest.hasHook("30-backup.dpkg-old", TELL);
    guest.write("etc/okayd/quiesce.d/40-not-executable", TELL);

    Output output = guest.agent("remove", "okayd-disk");

    String facts = " disk " + DISK + " a003e00.virtio_mmio virtio0 vda";
    assertThat(output.outcome()).startsWith("result: removed");
    assertThat(guest.lines("kernel/hooks"))
        .containsExactly("10-first" + facts, "20-second" + facts);
  }

  @Test
  void leavesADeviceThatIsInUseAndSaysWhy() {
    guest.hasHook("10-first", "echo looking; echo vda is mounted on /data, and in use; exit 1");
    guest.hasHook("20-second", TELL);

    Output output = guest.agent("remove", "okayd-disk");

    assertThat(output.outcome())
        .startsWith("result: busy", "message: 10-first: vda is mounted on /data, and in use")
        .endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(guest.overlays()).containsExactly("okayd-disk");
    assertThat(guest.root().resolve("kernel/hooks")).doesNotExist();
  }

  @Test
  void saysWhyInTheHooksOwnWords() {
    guest.hasHook("10-first", "printf '%s\\n' 'in use: C:\\new'; exit 1");

    Output output = guest.agent("remove", "okayd-disk");

    assertThat(output.outcome())
        .startsWith("result: busy", "message: 10-first: in use: C:\\new", "status: okay");
  }

  @Test
  void reportsThatADeviceIsInUseAndTakesItAwayWhenItIsNotAnyMore() {
    guest.hasHook("10-first", "[ ! -e \"$OKAYD_ROOT/kernel/used\" ] || { echo in use; exit 1; }");
    guest.kernel("used");

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.remove("disk.2", DISK));
      JsonNode busy = okayd.next("reports").json();
      guest.isNoMore("used");
      okayd.sends(Commands.remove("disk.2", DISK));
      JsonNode removed = okayd.next("reports").json();

      assertThat(busy.get("result").asText()).isEqualTo("busy");
      assertThat(busy.get("message").asText()).isEqualTo("10-first: in use");
      assertThat(busy.get("proof")).isEqualTo(Json.parse(DISK_PROOF_JSON));
      assertThat(removed.get("result").asText()).isEqualTo("removed");
      agent.logs("result busy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec sleep 100", "trap '' TERM; while :; do :; done"})
  void doesNotWaitForEverForAHook(String hook) {
    guest.hasSettings("quiesce_seconds=1");
    guest.hasHook("10-first", hook.replace("while :", "while [ -d \"$OKAYD_ROOT/kernel\" ]"));

    Output output = guest.agent("remove", "okayd-disk");

    assertThat(output.outcome())
        .startsWith("result: busy", "message: 10-first: it has not ended after 1 s");
    assertThat(guest.overlays()).containsExactly("okayd-disk");
  }

  @Test
  void runsNoHookForWhatIsNotThere() {
    guest.agent("remove", "okayd-disk");
    guest.hasHook("10-first", TELL);

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(Commands.remove("disk.3", DISK));

      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("removed");
      assertThat(guest.root().resolve("kernel/hooks")).doesNotExist();
      agent.logs("result removed");
    }
  }
}
