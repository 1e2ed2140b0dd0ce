package dev.okayd.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.cli.CommandLineRun;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {
  private static final String A = "{name: a, type: blk, backend: storage}";
  private static final String B = "{name: b, type: blk, backend: storage}";
  private static final String C = "{name: c, type: net, backend: network}";

  @TempDir private Path directory = Path.of("");

  private Path output() {
    return directory.resolve("out");
  }

  private Path spec(String platform, String... devices) throws IOException {
    return specWith("platform: " + platform, devices);
  }

  private Path specWith(String head, String... devices) throws IOException {
    return Files.writeString(
        directory.resolve("spec.yaml"), head + "\ndevices: [" + String.join(", ", devices) + "]\n");
  }

  private CommandLineRun plan(Path spec, Object... more) {
    return CommandLineRun.of(
        Stream.concat(Stream.of("plan", spec, "-o", output()), Stream.of(more)).toArray());
  }

  private Path planJson() {
    return output().resolve("plan.json");
  }

  /** The node paths of the slots in the file. */
  private List<String> slots() throws IOException {
    JsonNode plan = new ObjectMapper().readTree(Files.readString(planJson()));
    return StreamSupport.stream(plan.get("slots").spliterator(), false)
        .map(slot -> slot.get("device").asText() + " " + slot.get("slot").get("index").asText())
        .toList();
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(output())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void replanningIntoTheSameDirectoryKeepsSlots() throws IOException {
    plan(spec("xen", A, B));

    CommandLineRun again = plan(spec("xen", C, B));

    assertThat(again)
        .isEqualTo(
            new CommandLineRun(
                0,
                "The guest tree is unchanged: a running guest can use the new devices\n",
                List.of()));
    assertThat(slots()).containsExactly("c 9", "b 8");
  }

  @Test
  void freshIgnoresThePreviousPlan() throws IOException {
    plan(spec("xen", A, B));

    CommandLineRun fresh = plan(spec("xen", B), "--fresh");

    assertThat(fresh.exit()).isZero();
    assertThat(slots()).containsExactly("b 9");
    assertThat(files()).doesNotContain("a.dtbo", "a.dtso");
  }

  @Test
  void freshReplacesAnUnreadablePlan() throws IOException {
    Files.createDirectories(output());
    Files.writeString(planJson(), "no plan");

    CommandLineRun refused = plan(spec("xen", A));
    CommandLineRun fresh = plan(spec("xen", A), "--fresh");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err()).singleElement().asString().startsWith("okayd: " + planJson() + ": ");
    assertThat(fresh.exit()).isZero();
    assertThat(slots()).containsExactly("a 9");
  }

  @Test
  void onlyFilesOfRemovedDevicesAndBackendsAreDeleted() throws IOException {
    plan(spec("xen", A, B, C));
    Files.writeString(output().resolve("notes.txt"), "mine");
    Files.writeString(output().resolve("other.dtbo"), "mine");

    plan(spec("xen", A));

    assertThat(files())
        .containsExactly(
            "MAP.txt",
            "a.dtbo",
            "a.dtso",
            "backend-storage.txt",
            "guest.dtb",
            "guest.dts",
            "notes.txt",
            "other.dtbo",
            "plan.json",
            "xl.cfg");
  }

  @Test
  void anOverlayThatNowNeedsADomainIsDeleted() throws IOException {
    plan(specWith("platform: xen\nbackends: [{name: storage, domid: 1}]", A));

    plan(spec("xen", "{name: a, type: blk, backend: storage, grants: true}"));

    assertThat(files()).doesNotContain("a.dtbo", "a.dtso");
  }

  @Test
  void filesOfAnotherToolstackAndTreeAreDeleted() throws IOException {
    Path base = Files.write(directory.resolve("base.dtb"), Golden.bytes("fdt/qemu-virt.dtb"));
    plan(spec("qemu-virt", A), "--base", base);
    assertThat(files()).contains("guest.dtb", "guest.dts", "qemu.args");

    plan(spec("qemu-virt", A));
    assertThat(files()).contains("qemu.args").doesNotContain("guest.dtb", "guest.dts");

    plan(spec("xen-dom0less", A));
    assertThat(files()).contains("dom0less.dts", "guest.dtb").doesNotContain("qemu.args");

    plan(spec("xen", A));
    assertThat(files()).contains("xl.cfg").doesNotContain("dom0less.dts", "imagebuilder.config");
  }

  @Test
  void aPlanWithInvalidNamesDeletesNoOtherFiles() throws IOException {
    Path precious = Files.writeString(directory.resolve("precious.dtbo"), "mine");
    plan(spec("xen", A));
    Files.writeString(planJson(), Files.readString(planJson()).replace("\"a\"", "\"../precious\""));

    plan(spec("xen", B));

    assertThat(precious).exists();
  }

  @Test
  void theNameIsTheGuestNameInTheToolstack() throws IOException {
    assertThat(plan(spec("xen", A), "--name", "domu7").exit()).isZero();
    assertThat(output().resolve("xl.cfg")).content().contains("name = \"domu7\"\n");

    CommandLineRun refused = plan(spec("xen", A), "--name", "Dom U");

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .containsExactly(
            "okayd: invalid-name: \"Dom U\" is no name for a guest: 1 to 63 of a-z, 0-9 and inner"
                + " hyphens are expected");
  }

  @Test
  void warningsDoNotFailThePlan() throws IOException {
    CommandLineRun run = plan(spec("qemu-virt", A));

    assertThat(run)
        .isEqualTo(
            new CommandLineRun(
                0,
                "",
                List.of(
                    "okayd: warning: There is no base tree, so okayd could not check the plan against it")));
  }

  private static final String OWN =
      """
      name: own
      description: A hypervisor of one's own
      tree: partial
      toolstack: none
      window: {base: "0x1c000000", slot-size: "0x200", slots: 4}
      interrupts: {first: 64, flags: "0x4"}
      node: {name: virtio, boot-parent: /, gated-parent: /passthrough}
      boot-order: ascending
      disks-first: false
      """;

  @Test
  void plansForAUserDefinedPlatform() throws IOException {
    Path platforms = Files.createDirectory(directory.resolve("platforms"));
    Files.writeString(platforms.resolve("own.yaml"), OWN);

    CommandLineRun run = plan(spec("own", A), "--platforms", platforms);

    assertThat(run).isEqualTo(new CommandLineRun(0, "", List.of()));
    assertThat(
            DtcTools.cells(
                Files.readAllBytes(output().resolve("guest.dtb")),
                "/passthrough/virtio@1c000600",
                "reg"))
        .containsExactly(0L, 0x1c00_0600L, 0L, 0x200L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          slots: 4             | slots: 0                 | : window.slots is 0; expected 1 to 1024
          disks-first: false   |                          |  is not a platform: The field is missing (at disks-first)
          disks-first: false   | {                        |  is not a platform: The document cannot be read
          first: 64            | first: 2147483647        | : interrupts.first is 2147483647
          """)
  void anInvalidPlatformFileIsOneLine(String from, String to, String complaint) throws IOException {
    Path platforms = Files.createDirectory(directory.resolve("platforms"));
    Path file =
        Files.writeString(platforms.resolve("own.yaml"), OWN.replace(from, to == null ? "" : to));

    CommandLineRun run = plan(spec("xen", A), "--platforms", platforms);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("okayd: " + file)
        .contains(complaint.isEmpty() ? "?" : complaint.strip());
    assertThat(output()).doesNotExist();
  }

  @Test
  void everyFaultOfASpecIsALine() throws IOException {
    Path spec =
        specWith(
            "platform: 7\ngrants: alll\ncolour: red",
            "{name: a, type: blkk, backend: storage, slotkind: boot}",
            "{name: b, type: net, backend: network, slotKind: boott, pin: {slot: x}}");

    CommandLineRun run = plan(spec);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .allSatisfy(line -> assertThat(line).startsWith("okayd: " + spec + ": "))
        .extracting(line -> line.substring(("okayd: " + spec + ": ").length()))
        .containsExactly(
            "invalid-value: 7 was found, a string is expected (at platform)",
            "invalid-value: \"alll\" is none of per-device, forced, none (at grants)",
            "unknown-field: The field is not known; known are backends, bridges, channels, devices, grants, machine,"
                + " platform, policy, spare, version, window (at colour)",
            "invalid-value: \"blkk\" is none of net, blk, console, rng, balloon, scsi, 9p, gpu, input, vsock, crypto,"
                + " iommu, mem, sound, fs, pmem, i2c, gpio, other; did you mean \"blk\"? (at devices[0].type)",
            "unknown-field: The field is not known; known are after, backend, grants, name, pin, policy, slotKind,"
                + " source, type, virtioId; did you mean \"slotKind\"? (at devices[0].slotkind)",
            "invalid-value: \"boott\" is none of boot, gated, rebind; did you mean \"boot\"? (at devices[1].slotKind)",
            "invalid-value: \"x\" was found, a whole number from -2147483648 to 2147483647 is expected"
                + " (at devices[1].pin.slot)");
    assertThat(output()).doesNotExist();
  }

  @Test
  void aMissingPlatformsDirectoryIsOneLine() throws IOException {
    Path missing = directory.resolve("missing");

    CommandLineRun run = plan(spec("xen", A), "--platforms", missing);

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .containsExactly(
            "okayd: " + missing + " cannot be read; expected a directory of platform files");
  }

  @Test
  void conflictsWithANeighbourGuestAreReported() throws IOException {
    String head = "platform: xen-direct-map\nwindow: {base: \"0x50000000\", interrupt: 100}";
    plan(specWith(head, A));
    Path other = Files.move(output(), directory.resolve("other")).resolve("plan.json");

    CommandLineRun neighbourFiles = plan(specWith(head, B), "--beside", other);
    CommandLineRun otherBackend = plan(specWith(head, C), "--beside", other);
    CommandLineRun missing = plan(specWith(head, C), "--beside", directory.resolve("none.json"));

    assertThat(neighbourFiles.exit()).isEqualTo(3);
    assertThat(neighbourFiles.err())
        .singleElement()
        .asString()
        .contains("neighbour-conflict: Slot 9 of device \"b\" at 0x50001200..0x500013ff")
        .contains("device \"a\" of guest \"" + other + "\"");
    assertThat(otherBackend.exit()).isZero();
    assertThat(missing.exit()).isEqualTo(3);
  }

  @Test
  void aRefusedPlanLeavesTheDirectoryUnchanged() throws IOException {
    plan(spec("xen", A));
    String before = Files.readString(planJson());

    CommandLineRun refused = plan(spec("xen", A, A));

    assertThat(refused.exit()).isEqualTo(3);
    assertThat(Files.readString(planJson())).isEqualTo(before);
  }
}
