package dev.okayd.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The agent as it is installed, in the machine's own shell and, where BusyBox is installed, with
 * BusyBox's shell and tools. The guest's kernel is a directory that mkdir, rmdir and dd bring to
 * life; the real one is in the end-to-end test.
 */
@EnabledOnOs(OS.LINUX)
@ParameterizedClass(name = "{0}")
@MethodSource("shells")
class GuestAgentTest {
  private static final String MODULE = "okayd-module";
  private static final String VENDOR = "vendor-configfs";
  private static final String DISK = "/virtio_mmio@a003e00";
  private static final String NIC = "/passthrough/virtio@2000200";
  private static final String[] DISK_PROOF = {
    "status: okay",
    "platformDevice: a003e00.virtio_mmio",
    "driver: virtio-mmio",
    "virtioDevice: virtio0",
    "virtioId: 2",
    "virtioDriver: virtio_blk"
  };
  private static final String DISK_PROOF_JSON =
      """
      {"status": "okay", "platformDevice": "a003e00.virtio_mmio", "driver": "virtio-mmio",
       "virtioDevice": "virtio0", "virtioId": 2, "virtioDriver": "virtio_blk"}
      """;

  private final FakeGuest guest;

  GuestAgentTest(Shell shell) {
    guest = new FakeGuest(shell);
    guest.hasOverlays(MODULE);
    guest.hasNode(DISK, "disabled");
  }

  @AfterEach
  void deleteGuest() throws IOException {
    guest.delete();
  }

  static Stream<Shell> shells() {
    return Stream.of(Shell.values()).filter(Shell::isInstalled);
  }

  // ------------------------------------------------------------------ by hand

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR})
  void enablesADeviceAndPrintsTheProof(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    Output output = guest.agent("apply", guest.overlayFile(DISK), "disk");

    assertThat(output.lines()).startsWith("result: applied").endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/virtio@1",
        "/virtio@12",
        "/virtio@123",
        "/virtio@1234",
        "/virtio_mmio@a000000",
        "/passthrough/virtio@2001400",
        "/soc/virtio_mmio@fffffffffffffe00"
      })
  void takesTheOverlaysThatOkaydMakes(String path) {
    guest.hasNode(path, "disabled");
    guest.hasDevice(path, "0x0001", "virtio_net");

    Output output = guest.agent("apply", guest.overlayFile(path));

    assertThat(output.lines()).contains("result: applied", "virtioId: 1");
    assertThat(output.exitStatus()).isZero();
  }

  @Test
  void refusesEveryOverlayThatDiffersInOneByte() {
    byte[] overlay = new GateOverlay(NodePath.parse(DISK)).dtbo();

    List<Output> outputs =
        IntStream.range(0, overlay.length)
            .parallel()
            .mapToObj(i -> guest.agent("apply", guest.file("mutant" + i, mutated(overlay, i))))
            .toList();

    assertThat(outputs)
        .hasSize(overlay.length)
        .allSatisfy(output -> assertThat(output.lines()).contains("result: refused"))
        .allSatisfy(output -> assertThat(output.exitStatus()).isEqualTo(1));
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void refusesAnOverlayWithSomethingBehindIt() {
    byte[] overlay = new GateOverlay(NodePath.parse(DISK)).dtbo();

    Output oneByteMore =
        guest.agent("apply", guest.file("one", Arrays.copyOf(overlay, overlay.length + 1)));
    Output tooLarge = guest.agent("apply", guest.file("large", Arrays.copyOf(overlay, 513)));

    assertThat(oneByteMore.lines())
        .contains("message: the overlay is not exactly the one that enables " + DISK);
    assertThat(tooLarge.lines()).contains("message: the overlay is larger than 512 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/uart@9000000", "/virtio@1/virtio@2", "/other/virtio@1", "/soc/virtio@1"})
  void refusesNodesThatTheAllowListDoesNotHave(String path) {
    guest.hasNode(path, "disabled");

    Output output = guest.agent("apply", guest.overlayFile(path));

    assertThat(output.lines())
        .containsExactly(
            "result: refused",
            "message: the allow-list of this guest does not have " + path,
            "status: disabled");
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @Test
  void theOwnersAllowListReplacesTheUsualOne() {
    guest.hasConfig("allow=/virtio_mmio@a00[02]*", "allow=/bus/*@1");
    guest.hasNode("/virtio_mmio@a002000", "disabled");
    guest.hasNode("/bus/virtio@1", "disabled");
    guest.hasDevice("/virtio_mmio@a002000", "0x0002", "virtio_blk");
    guest.hasDevice("/bus/virtio@1", "0x0002", "virtio_blk");

    assertThat(apply("/virtio_mmio@a002000")).contains("result: applied");
    assertThat(apply("/bus/virtio@1")).contains("result: applied");
    assertThat(apply(DISK)).contains("result: refused");
  }

  @Test
  void refusesNodesThatAreNoGatedVirtioMmioNodes() {
    guest.hasConfig("allow=/*", "allow=/*/*", "allow=/*/*/*");
    guest.hasNode("/uart@9000000", "disabled", "arm,pl011");
    guest.hasNode("/virtio@1", "okay");
    guest.hasNode("/virtio@2", "reserved");

    assertThat(apply("/uart@9000000"))
        .contains("message: not a virtio,mmio node: /uart@9000000", "result: refused");
    assertThat(apply("/virtio@1"))
        .contains("message: the status of /virtio@1 is okay, not disabled", "result: refused");
    assertThat(apply("/virtio@2"))
        .contains("message: the status of /virtio@2 is reserved, not disabled");
    assertThat(apply("/virtio@3")).contains("message: this guest's tree has no node /virtio@3");
    assertThat(apply("/nothing/.." + DISK))
        .containsExactly("result: refused", "message: not the path of a node: /nothing/.." + DISK);
  }

  @Test
  void saysWhatTheKernelRefusedAndLeavesNothingBehind() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.kernel("refuses");

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.lines())
        .containsExactly(
            "result: failed",
            "errno: -22",
            "message: the kernel refused the overlay: error -22",
            "status: disabled");
    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(guest.overlays()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"refuses", "lies"})
  void believesNoVendorKernelWithoutLookingAtTheTree(String behaviour) {
    guest.hasOverlays(VENDOR);
    guest.kernel(behaviour);

    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.lines()).contains("result: failed", "status: disabled");
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void appliedIsNotBoundWhenNobodyIsBehindTheTransport() {
    Output output = guest.agent("apply", guest.overlayFile(DISK));

    assertThat(output.lines())
        .containsExactly(
            "result: applied",
            "micros: 1234",
            "status: okay",
            "platformDevice: a003e00.virtio_mmio");
    assertThat(output.exitStatus()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {MODULE, VENDOR})
  void removesADeviceAndProvesThatItIsGone(String overlayInterface) {
    guest.hasOverlays(overlayInterface);
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");

    Output output = guest.agent("remove", "disk");

    assertThat(output.lines()).containsExactly("result: removed", "status: disabled");
    assertThat(output.exitStatus()).isZero();
    assertThat(guest.overlays()).isEmpty();
    assertThat(guest.agent("remove", "disk").exitStatus()).isEqualTo(1);
  }

  @Test
  void saysThatTheKernelDidNotRemove() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.kernel("busy");

    Output output = guest.agent("remove", "disk");

    assertThat(output.lines())
        .startsWith("result: failed", "errno: -16")
        .anyMatch(line -> line.endsWith("Device or resource busy"))
        .endsWith(DISK_PROOF);
    assertThat(output.exitStatus()).isEqualTo(1);
    assertThat(guest.overlays()).containsExactly("disk");
  }

  @Test
  void showsWhatIsApplied() {
    guest.hasPlanDigest("chosen", "ab12");
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(DISK, "0x0002", "virtio_blk");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
    guest.agent("apply", guest.overlayFile(DISK), "disk");
    guest.agent("apply", guest.overlayFile(NIC), "nic");

    Output output = guest.agent("status");

    assertThat(output.lines())
        .containsExactly(
            "interface: okayd-module",
            "plan: ab12",
            "disk: /virtio_mmio@a003e00: status okay; platformDevice a003e00.virtio_mmio;"
                + " driver virtio-mmio; virtioDevice virtio0; virtioId 2; virtioDriver virtio_blk",
            "nic: /passthrough/virtio@2000200: status okay; platformDevice 2000200.virtio;"
                + " driver virtio-mmio; virtioDevice virtio1; virtioId 1; virtioDriver virtio_net");
    assertThat(output.exitStatus()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "apply", "remove", "status now", "apply /nowhere", "run"})
  void saysWhatIsWrongWithItsUseOrConfiguration(String arguments) {
    Output output = guest.agent(arguments.split(" ", -1));

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(output.lines()).isEmpty();
    assertThat(output.log()).isNotEmpty();
  }

  @Test
  void neverRunsWhatIsInTheConfiguration() {
    guest.hasConfig(
        "url=http://127.0.0.1:1/$(touch %s/run/url)".formatted(guest.root()),
        "guest=`touch %s/run/guest`".formatted(guest.root()),
        "touch %s/run/line".formatted(guest.root()));

    Output output = guest.agent("run");

    assertThat(output.exitStatus()).isEqualTo(2);
    assertThat(guest.filesInRun()).isEmpty();
  }

  // ---------------------------------------------------------------- for okayd

  @ParameterizedTest
  @ValueSource(strings = {"chosen", "passthrough"})
  void saysHello(String placeOfDigest) {
    guest.hasPlanDigest(placeOfDigest, "ab".repeat(32));

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      Request hello = okayd.next("hello");

      assertThat(hello.json())
          .isEqualTo(
              json(
                  """
                  {"bootId": "%s", "planDigest": "%s", "kernel": "%s",
                   "overlayInterface": "okayd-module"}
                  """
                      .formatted(
                          FakeGuest.BOOT_ID, "ab".repeat(32), System.getProperty("os.version"))));
      assertThat(hello.authorization()).isEqualTo("Bearer " + FakeGuest.TOKEN);
      assertThat(okayd.next("commands").query())
          .isEqualTo("bootId=" + FakeGuest.BOOT_ID + "&wait=7");
      agent.logs("waiting for commands");
    }
  }

  @Test
  void saysHelloWhereNothingCanBeApplied() {
    guest.hasNoOverlays();

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      JsonNode hello = okayd.next("hello").json();

      assertThat(hello.get("overlayInterface").asText()).isEqualTo("none");
      assertThat(hello.has("planDigest")).isFalse();
      okayd.sends(applyCommand("disk.1", DISK));
      assertThat(okayd.next("reports").json().get("result").asText()).isEqualTo("failed");
      agent.logs("load the module okayd_overlay");
    }
  }

  @Test
  void carriesOutCommandsAndProvesThemAgainWhenTheyComeAgain() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(applyCommand("disk.1", DISK));
      JsonNode applied = okayd.next("reports").json();
      okayd.sends(applyCommand("disk.1", DISK));
      JsonNode again = okayd.next("reports").json();
      okayd.sends(removeCommand("disk.2", DISK));
      JsonNode removed = okayd.next("reports").json();
      okayd.sends(removeCommand("disk.2", DISK));
      JsonNode removedAgain = okayd.next("reports").json();

      assertThat(applied)
          .isEqualTo(
              json(
                  """
                  {"bootId": "%s", "commandId": "disk.1", "result": "applied", "micros": 1234,
                   "proof": %s}
                  """
                      .formatted(FakeGuest.BOOT_ID, DISK_PROOF_JSON)));
      assertThat(again).isEqualTo(applied);
      assertThat(removed)
          .isEqualTo(
              json(
                  """
                  {"bootId": "%s", "commandId": "disk.2", "result": "removed",
                   "proof": {"status": "disabled"}}
                  """
                      .formatted(FakeGuest.BOOT_ID)));
      assertThat(removedAgain).isEqualTo(removed);
      agent.logs("disk.2: remove " + DISK + ": result removed");
    }
  }

  @Test
  void anAgentThatStartsAgainProvesWhatTheOneBeforeItApplied() {
    guest.hasDevice(DISK, "0x0002", "virtio_blk");

    try (FakeOkayd okayd = new FakeOkayd()) {
      JsonNode before;
      try (RunningAgent agent = guest.run(okayd)) {
        okayd.sends(applyCommand("disk.1", DISK));
        before = okayd.next("reports").json();
        agent.kill();
      }
      try (RunningAgent agent = guest.run(okayd)) {
        okayd.sends(applyCommand("disk.1", DISK));

        assertThat(okayd.next("reports").json()).isEqualTo(before);
        agent.logs("result applied");
      }
    }
  }

  @Test
  void refusesWhatOkaydMustNotSend() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      String command = applyCommand("disk.1", DISK);
      okayd.sends(command.replaceFirst("\"sha256\":\"[0-9a-f]{4}", "\"sha256\":\"0000"));
      JsonNode wrongDigest = okayd.next("reports").json();
      okayd.sends(command.replace("\"path\":\"" + DISK, "\"path\":\"/virtio_mmio@a003c00"));
      JsonNode otherPath = okayd.next("reports").json();
      okayd.sends(applyCommand("disk.3", "/uart@9000000"));
      JsonNode notAllowed = okayd.next("reports").json();
      okayd.sends(removeCommand("disk.4", "/../../etc"));
      JsonNode outside = okayd.next("reports").json();

      assertThat(wrongDigest)
          .isEqualTo(
              json(
                  """
                  {"bootId": "%s", "commandId": "disk.1", "result": "refused",
                   "message": "the overlay's sha256 is not the one that was sent with it",
                   "proof": {}}
                  """
                      .formatted(FakeGuest.BOOT_ID)));
      assertThat(List.of(otherPath, notAllowed, outside))
          .extracting(report -> report.get("result").asText())
          .containsOnly("refused");
      assertThat(guest.overlays()).isEmpty();
      agent.logs("allow-list");
    }
  }

  @Test
  void triesAgainUntilOkaydIsThere() throws IOException {
    int port = FakeOkayd.freePort();
    try (RunningAgent agent = guest.run("http://127.0.0.1:" + port)) {
      agent.logs("does not answer");
      try (FakeOkayd okayd = new FakeOkayd(port)) {
        okayd.answers("hello", 503);
        okayd.answers("hello", 503);

        okayd.next("hello");
        okayd.next("hello");
        okayd.next("hello");

        agent.logs("okayd answers 503");
        agent.logs("waiting for commands");
      }
    }
  }

  @Test
  void repeatsAReportUntilOkaydTakesIt() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("reports", 503);
      okayd.sends(removeCommand("disk.1", DISK));

      JsonNode first = okayd.next("reports").json();
      JsonNode second = okayd.next("reports").json();

      assertThat(second).isEqualTo(first);
      agent.logs("okayd answers 503");
      agent.logs("waiting for commands");
    }
  }

  @Test
  void dropsAReportThatOkaydDoesNotWantAndDoesAsItIsToldThen() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.answers("reports", 409);
      okayd.sends(removeCommand("disk.1", DISK));
      okayd.next("reports");

      agent.logs("disk.1: report dropped, okayd answers 409");
      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.1");
    }
  }

  @Test
  void saysHelloAgainToAnOkaydThatDoesNotKnowThisBoot() {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("commands", 409);
      try (RunningAgent agent = guest.run(okayd)) {
        JsonNode first = okayd.next("hello").json();

        assertThat(okayd.next("hello").json()).isEqualTo(first);
        agent.logs("waiting for commands");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 409})
  void saysWhatOnlyAPersonCanHelpWith(int status) {
    try (FakeOkayd okayd = new FakeOkayd()) {
      okayd.answers("hello", status);
      try (RunningAgent agent = guest.run(okayd)) {
        agent.logs("okayd answers " + status + ": ");
      }
    }
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
        "{'id':'disk','type':'remove','device':'disk','path':'/virtio@1'}",
        "{'id':'disk.1','type':'reboot','device':'disk','path':'/virtio@1'}",
        "{'id':'disk.1','type':'apply','device':'disk','path':'/virtio@1'}",
        "{'id':'$(reboot).1','type':'remove','device':'disk','path':'/virtio@1'}"
      })
  void ignoresWhatIsNoCommand(String answer) {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends(answer.replace('\'', '"'));

      agent.logs("ignoring a command that is not understood");
    }
  }

  @Test
  void takesTheNextCommandAfterOneThatItIgnored() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      okayd.sends("{}");
      agent.logs("ignoring a command that is not understood");

      okayd.sends(removeCommand("disk.2", DISK));

      assertThat(okayd.next("reports").json().get("commandId").asText()).isEqualTo("disk.2");
    }
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

  private List<String> apply(String path) {
    return guest.agent("apply", guest.overlayFile(path)).lines();
  }

  private static byte[] mutated(byte[] overlay, int position) {
    byte[] mutant = overlay.clone();
    mutant[position] ^= 1;
    return mutant;
  }

  private static String applyCommand(String id, String path) {
    byte[] overlay = new GateOverlay(NodePath.parse(path)).dtbo();
    return """
        {"id":"%s","type":"apply","device":"disk","path":"%s","sha256":"%s","overlay":"%s"}
        """
        .formatted(id, path, sha256(overlay), Base64.getEncoder().encodeToString(overlay));
  }

  private static String removeCommand(String id, String path) {
    return """
        {"id":"%s","type":"remove","device":"disk","path":"%s"}
        """
        .formatted(id, path);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T next(BlockingQueue<T> queue, String what) {
    try {
      T item = queue.poll(20, TimeUnit.SECONDS);
      if (item == null) {
        throw new AssertionError("In 20 s there was no " + what);
      }
      return item;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the agent runs in. */
  enum Shell {
    SH,
    BUSYBOX;

    /** All that the agent and the fake kernel may use of BusyBox, or of another system. */
    private static final String TOOLS =
        "awk base64 basename cat cmp dd grep head ln mkdir mkfifo mktemp readlink rm rmdir sed"
            + " sha256sum sleep tail timeout tr uname wc wget";

    boolean isInstalled() {
      return this == SH || busybox().findAny().isPresent();
    }

    List<String> command() {
      return this == SH
          ? List.of("/bin/sh")
          : List.of(busybox().findFirst().orElseThrow().toString(), "sh");
    }

    /** The PATH; for BusyBox it has nothing but BusyBox. */
    String path(Path directory) throws IOException {
      if (this == SH) {
        return System.getenv("PATH");
      }
      Path busybox = busybox().findFirst().orElseThrow();
      for (String tool : List.of(TOOLS.split(" ", -1))) {
        Files.createSymbolicLink(directory.resolve(tool), busybox);
      }
      return directory.toString();
    }

    private static Stream<Path> busybox() {
      return Stream.of(System.getenv("PATH").split(":", -1))
          .map(directory -> Path.of(directory, "busybox"))
          .filter(Files::isExecutable);
    }
  }

  /** What an agent printed until it ended. */
  record Output(int exitStatus, List<String> lines, String log) {}

  /** The root directory of a guest, and the tools that play its kernel. */
  private static final class FakeGuest {
    static final String BOOT_ID = "0f0f0f0f-1111-2222-3333-444444444444";
    static final String TOKEN = "t".repeat(43);
    private static final Path AGENT = Path.of("src/main/guest/agent/okayd-agent").toAbsolutePath();

    /**
     * mkdir, rmdir and dd on configfs: a directory is born with its files and dies with them, and
     * an overlay that is put on or taken off changes the tree and the devices.
     */
    private static final String KERNEL =
        """
        #!/bin/sh
        tool=${0##*/}
        for last; do :; done
        read -r interface <"$OKAYD_ROOT/kernel/interface"
        does() { [ -e "$OKAYD_ROOT/kernel/$1" ]; }
        sys=$OKAYD_ROOT/sys

        # of the overlay in $directory
        names() {
          path=$(tail -c +93 "$directory/dtbo" | tr '\\000' '\\n' | head -n 1)
          node=${path##*/}
          device=${node#*@}.${node%@*}
        }
        put_on() {
          names
          printf 'okay\\000' >"$OKAYD_ROOT/proc/device-tree$path/status"
          mkdir -p "$sys/devices/$device"
          ln -s "$OKAYD_ROOT/proc/device-tree$path" "$sys/devices/$device/of_node"
          ln -s "$sys/devices/$device" "$sys/bus/platform/devices/$device"
          read -r virtio id driver 2>/dev/null <"$OKAYD_ROOT/kernel/devices/$node" || return
          ln -s "$sys/bus/platform/drivers/virtio-mmio" "$sys/devices/$device/driver"
          mkdir -p "$sys/devices/$device/$virtio" "$sys/bus/virtio/drivers/$driver"
          echo "$id" >"$sys/devices/$device/$virtio/device"
          ln -s "$sys/bus/virtio/drivers/$driver" "$sys/devices/$device/$virtio/driver"
          ln -s "$sys/devices/$device/$virtio" "$sys/bus/virtio/devices/$virtio"
        }
        take_off() {
          names
          printf 'disabled\\000' >"$OKAYD_ROOT/proc/device-tree$path/status"
          for virtio in "$sys/devices/$device"/virtio*; do
            rm -f "$sys/bus/virtio/devices/${virtio##*/}"
          done
          rm -rf "$sys/bus/platform/devices/$device" "$sys/devices/$device"
          echo unapplied >"$directory/status"
        }
        is_applied() { [ "$(cat "$directory/status")" = applied ]; }

        case $tool/$last in
        mkdir/*/overlays/*)
          mkdir "$last" || exit
          : >"$last/dtbo"
          echo unapplied >"$last/status"
          case $interface in
          okayd-module) echo 1234 >"$last/apply_us" && : >"$last/remove" ;;
          vendor-configfs) : >"$last/path" ;;
          esac
          ;;
        rmdir/*/overlays/*)
          directory=$last
          if is_applied; then
            [ "$interface" = vendor-configfs ] || exit 1
            ! does lies || rm "$directory/status"
            does lies || take_off
          fi
          rm -r "$directory"
          ;;
        dd/*)
          for argument; do
            case $argument in
            of=*) file=${argument#of=} ;;
            esac
          done
          directory=${file%/*}
          if [ "${file##*/}" = remove ] && does busy; then
            echo "dd: error writing '$file': Device or resource busy" >&2
            exit 1
          fi
          dd "$@"
          case ${file##*/}/$interface in
          remove/*) ! is_applied || take_off ;;
          dtbo/okayd-module) does refuses && echo error -22 >"$directory/status" ;;
          esac
          [ "${file##*/}" = dtbo ] && ! does refuses || exit 0
          does lies || put_on
          echo applied >"$directory/status"
          ;;
        *)
          exec "$tool" "$@"
          ;;
        esac
        """;

    /**
     * How the agent is started. Functions come before whatever else a shell knows by these names;
     * BusyBox's would not look for them in PATH.
     */
    private static final String START =
        """
        for tool in mkdir rmdir dd mount; do
          eval "$tool() { '$KERNEL_TOOLS/$tool' \\"\\$@\\"; }"
        done
        . "$0"
        """;

    private final Shell shell;
    private final Path directory;
    private final Path root;
    private final Path kernelTools;
    private final String path;
    private int virtioDevices;

    FakeGuest(Shell shell) {
      this.shell = shell;
      try {
        directory = Files.createTempDirectory("okayd-guest");
        root = directory.resolve("root");
        kernelTools = Files.createDirectory(directory.resolve("kernel-tools"));
        path = shell.path(Files.createDirectory(directory.resolve("tools")));
        List.of("run", "etc/okayd", "kernel/devices", "sys/kernel/config", "proc")
            .forEach(this::directory);
        List.of("platform/devices", "virtio/devices", "platform/drivers/virtio-mmio")
            .forEach(name -> directory("sys/bus/" + name));
        write("proc/sys/kernel/random/boot_id", BOOT_ID + "\n");
        Files.createSymbolicLink(root.resolve("proc/uptime"), Path.of("/proc/uptime"));
        installKernelTools();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void delete() throws IOException {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }

    private void installKernelTools() throws IOException {
      for (String tool : List.of("mkdir", "rmdir", "dd", "mount")) {
        Path file = Files.writeString(kernelTools.resolve(tool), KERNEL);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.writeString(kernelTools.resolve("mount"), "#!/bin/sh\nexit 1\n");
    }

    Path root() {
      return root;
    }

    void hasOverlays(String overlayInterface) {
      directory("sys/kernel/config/device-tree/overlays");
      write("kernel/interface", overlayInterface + "\n");
    }

    void hasNoOverlays() {
      try {
        Files.delete(root.resolve("sys/kernel/config/device-tree/overlays"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void hasNode(String path, String status) {
      hasNode(path, status, "virtio,mmio");
    }

    void hasNode(String path, String status, String compatible) {
      write("proc/device-tree" + path + "/compatible", "some,other\0" + compatible + "\0");
      write("proc/device-tree" + path + "/status", status + "\0");
    }

    /** What is behind the transport, so that a driver binds to it. */
    void hasDevice(String path, String virtioId, String driver) {
      write(
          "kernel/devices/" + path.substring(path.lastIndexOf('/') + 1),
          "virtio%d %s %s\n".formatted(virtioDevices++, virtioId, driver));
    }

    void hasPlanDigest(String node, String digest) {
      write("proc/device-tree/" + node + "/okayd,plan-digest", digest + "\0");
    }

    void hasConfig(String... lines) {
      write("etc/okayd/agent.conf", String.join("\n", lines) + "\n");
    }

    /** Makes the kernel refuse what comes, lie about it, or be busy. */
    void kernel(String behaviour) {
      write("kernel/" + behaviour, "");
    }

    String overlayFile(String path) {
      return file(
          path.replace('/', '-').substring(1) + ".dtbo",
          new GateOverlay(NodePath.parse(path)).dtbo());
    }

    String file(String name, byte[] content) {
      try {
        return Files.write(root.resolve(name), content).toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    List<String> overlays() {
      return list("sys/kernel/config/device-tree/overlays");
    }

    List<String> filesInRun() {
      return list("run");
    }

    /** Runs the agent until it ends by itself. */
    Output agent(String... arguments) {
      try {
        Path out = Files.createTempFile(root, "agent", ".out");
        Path log = Files.createTempFile(root, "agent", ".log");
        Process process =
            process(arguments).redirectOutput(out.toFile()).redirectError(log.toFile()).start();
        int exitStatus = exitStatus(process);
        return new Output(exitStatus, Files.readAllLines(out), Files.readString(log));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Starts the agent to serve okayd. */
    RunningAgent run(FakeOkayd okayd) {
      return run(okayd.url());
    }

    RunningAgent run(String url) {
      hasConfig("# of this test", "", "url=" + url, "guest=domu1", "token=" + TOKEN);
      try {
        return new RunningAgent(process("run").start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private ProcessBuilder process(String... arguments) {
      List<String> command = new ArrayList<>(shell.command());
      command.addAll(List.of("-c", START, AGENT.toString()));
      Stream.of(arguments).filter(argument -> !argument.isEmpty()).forEach(command::add);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder
          .environment()
          .putAll(
              Map.of(
                  "OKAYD_ROOT", root.toString(),
                  "KERNEL_TOOLS", kernelTools.toString(),
                  "PATH", path));
      return builder;
    }

    private void directory(String name) {
      try {
        Files.createDirectories(root.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(String name, String content) {
      Path file = root.resolve(name.startsWith("/") ? name.substring(1) : name);
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, US_ASCII);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private List<String> list(String directory) {
      try (Stream<Path> files = Files.list(root.resolve(directory))) {
        return files.map(file -> file.getFileName().toString()).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static int exitStatus(Process process) {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The agent did not end in 30 s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An agent that serves okayd, until it is closed. */
  private static final class RunningAgent implements AutoCloseable {
    private final Process process;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    RunningAgent(Process process) {
      this.process = process;
      Thread reader = new Thread(this::readLog);
      reader.setDaemon(true);
      reader.start();
    }

    private void readLog() {
      try (BufferedReader lines = process.errorReader(UTF_8)) {
        lines.lines().forEach(log::add);
      } catch (IOException | UncheckedIOException e) {
        log.add("The log ended: " + e);
      }
    }

    /** Reads on in the log until there is such a line. */
    void logs(String text) {
      String line;
      do {
        line = next(log, "\"" + text + "\" in the agent's log");
      } while (!line.contains(text));
    }

    int end() {
      process.destroy();
      return exitStatus(process);
    }

    void kill() {
      process.destroyForcibly();
      exitStatus(process);
    }

    @Override
    public void close() {
      end();
    }
  }

  /** A request of the agent. */
  record Request(String query, String authorization, String body) {
    JsonNode json() {
      return GuestAgentTest.json(body);
    }
  }

  /** okayd's side of the contract, for one agent. */
  private static final class FakeOkayd implements AutoCloseable {
    private static final int COMMAND_WAIT_SECONDS = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingDeque<String> commands = new LinkedBlockingDeque<>();
    private final Map<String, BlockingQueue<Request>> requests = new ConcurrentHashMap<>();
    private final Map<String, BlockingQueue<Integer>> refusals = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeOkayd() {
      this(0);
    }

    FakeOkayd(int port) {
      try {
        server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext("/v1/guests/domu1/agent/", this::handle);
      server.setExecutor(threads);
      server.start();
    }

    static int freePort() throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.start();
      int port = server.getAddress().getPort();
      server.stop(0);
      return port;
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers the next request of this kind with an error. */
    void answers(String kind, int status) {
      refusals(kind).add(status);
    }

    /** Hands this command out, instead of another one, until a report is taken. */
    void sends(String command) {
      commands.clear();
      commands.addFirst(command);
    }

    Request next(String kind) {
      return GuestAgentTest.next(requests(kind), "request for " + kind);
    }

    private BlockingQueue<Request> requests(String kind) {
      return requests.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>());
    }

    private BlockingQueue<Integer> refusals(String kind) {
      return refusals.computeIfAbsent(kind, any -> new LinkedBlockingQueue<>());
    }

    private void handle(HttpExchange exchange) throws IOException {
      String kind = Path.of(exchange.getRequestURI().getPath()).getFileName().toString();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Integer refusal = refusals(kind).poll();
      if (kind.equals("reports") && refusal == null) {
        commands.clear();
      }
      String query = exchange.getRequestURI().getQuery();
      requests(kind)
          .add(
              new Request(
                  query == null ? "" : query,
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  body));
      if (refusal != null) {
        answer(exchange, refusal, "{\"code\":\"some-code\",\"detail\":\"HTTP/1.1 200 OK\"}");
      } else if (kind.equals("hello")) {
        answer(exchange, 200, "{\"guest\":\"domu1\",\"waitSeconds\":7}");
      } else if (kind.equals("commands")) {
        answerWithCommand(exchange);
      } else {
        answer(exchange, 204, "");
      }
    }

    private void answerWithCommand(HttpExchange exchange) throws IOException {
      try {
        String command = commands.pollFirst(COMMAND_WAIT_SECONDS, TimeUnit.SECONDS);
        if (command == null) {
          answer(exchange, 204, "");
        } else {
          commands.addFirst(command);
          answer(exchange, 200, command);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
