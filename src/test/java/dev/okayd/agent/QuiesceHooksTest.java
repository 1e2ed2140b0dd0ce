package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.Output;
import dev.okayd.agent.guest.Shell;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The agent's own hooks, run without the agent. */
class QuiesceHooksTest extends AgentKit {
  private static final Path HOOKS = Path.of("src/main/guest/agent/quiesce.d").toAbsolutePath();

  private static final String UMOUNT =
      """
      echo "umount $1" >>"$OKAYD_ROOT/kernel/done"
      mounts=$OKAYD_ROOT/proc/self/mountinfo
      place=$(printf '%s' "$1" | sed 's/ /\\\\040/g')
      grep -vF " $place rw " "$mounts" >"$mounts.new"
      mv "$mounts.new" "$mounts"
      """;

  QuiesceHooksTest(Shell shell) {
    super(shell);
  }

  @BeforeEach
  void hasADiskWithAPartition() {
    guest.write("sys/class/block/vda/dev", "254:0\n");
    guest.write("sys/class/block/vda/vda1/dev", "254:1\n");
    guest.write("sys/class/block/vda1/dev", "254:1\n");
    guest.write("proc/swaps", "Filename Type Size Used Priority\n");
    guest.write(
        "proc/self/mountinfo",
        """
        22 1 254:16 / / rw - ext4 /dev/vdb rw
        30 22 254:1 / /data rw - ext4 /dev/vda1 rw
        31 30 254:1 /a /data/with\\040space rw - ext4 /dev/vda1 rw
        """);
    guest.hasProgram("umount", UMOUNT);
    guest.hasProgram("swapoff", "echo \"swapoff $1\" >>\"$OKAYD_ROOT/kernel/done\"");
    guest.hasProgram("ip", "echo \"ip $*\" >>\"$OKAYD_ROOT/kernel/done\"");
  }

  private Output run(String hook, String variable, String value) {
    ProcessBuilder builder = guest.script(HOOKS.resolve(hook));
    builder.environment().put(variable, value);
    return guest.output(builder);
  }

  @Test
  void unmountsWhatIsOnTheDiskTheLatestFirst() {
    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isZero();
    assertThat(guest.lines("kernel/done"))
        .containsExactly("umount /data/with space", "umount /data");
  }

  @Test
  void saysWhichFileSystemIsInUse() {
    guest.hasProgram("umount", "exit 1");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(output.lines()).containsExactly("vda1 is mounted on /data/with space, and in use");
  }

  @Test
  void unmountsAFileSystemThatHasANumberOfItsOwn() {
    guest.write(
        "proc/self/mountinfo", "30 22 0:45 /sub /data rw shared:1 - btrfs /dev/vda1 rw,ssd\n");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isZero();
    assertThat(guest.lines("kernel/done")).containsExactly("umount /data");
  }

  @Test
  void leavesADiskOfAFileSystemThatIsMountedByTheNameOfAnotherOne() {
    guest.write("sys/fs/btrfs/1234-5678/devices/vda1/size", "2048\n");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(output.lines()).containsExactly("vda1 is part of a mounted btrfs");
  }

  @Test
  void leavesADiskThatIsMountedForAProcessAlone() {
    guest.write("proc/4711/mountinfo", "40 22 254:1 / /private rw - ext4 /dev/vda1 rw\n");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(output.lines()).last().asString().startsWith("vda1 is still mounted on /private");
  }

  @Test
  void believesNoUnmountingThatLeavesTheDiskMounted() {
    guest.hasProgram("umount", "");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(output.lines()).last().asString().startsWith("vda1 is still mounted on /data");
  }

  @Test
  void stopsSwappingToTheDisk() {
    guest.write("proc/swaps", "Filename Type\n/dev/vda1 partition 1 0 -2\n/dev/vdb1 partition\n");

    assertThat(run("10-block", "OKAYD_BLOCK", "vda").exitStatus()).isZero();
    assertThat(guest.lines("kernel/done")).contains("swapoff /dev/vda1").doesNotContain("vdb");
  }

  @Test
  void leavesADiskThatAnotherOneIsMadeOf() {
    guest.write("sys/class/block/vda1/holders/dm-0", "");

    Output output = run("10-block", "OKAYD_BLOCK", "vda");

    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(output.lines()).containsExactly("vda1 is part of dm-0");
  }

  @Test
  void hasNothingToDoForADeviceThatIsNoDisk() {
    assertThat(run("10-block", "OKAYD_BLOCK", "").exitStatus()).isZero();
    assertThat(guest.root().resolve("kernel/done")).doesNotExist();
  }

  @Test
  void takesInterfacesDown() {
    assertThat(run("20-net", "OKAYD_NET", "eth1").exitStatus()).isZero();
    assertThat(guest.lines("kernel/done")).containsExactly("ip link set eth1 down");

    guest.hasProgram("ip", "exit 1");
    assertThat(run("20-net", "OKAYD_NET", "eth1").lines()).containsExactly("cannot set eth1 down");
  }
}
