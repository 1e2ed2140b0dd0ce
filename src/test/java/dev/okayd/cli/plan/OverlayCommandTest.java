package dev.okayd.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.cli.CommandLineRun;
import dev.okayd.testing.tool.DtcTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayCommandTest {
  @TempDir private Path directory = Path.of("");

  private Path plan = Path.of("");

  @BeforeEach
  void planAGuest() throws IOException {
    Path spec =
        Files.writeString(
            directory.resolve("spec.yaml"),
            """
            platform: xen-dom0less
            devices:
              - {name: late, type: blk, backend: storage, grants: true}
              - {name: plain, type: net, backend: network}
              - {name: console, type: console, backend: host, slotKind: boot}
            bridges:
              - {name: pci, backend: p, grants: true}
            spare: 1
            """);
    assertThat(CommandLineRun.of("plan", spec, "-o", directory).exit()).isZero();
    plan = directory.resolve("plan.json");
  }

  private byte[] guestTree() throws IOException {
    return Files.readAllBytes(directory.resolve("guest.dtb"));
  }

  @Test
  void setsTheDomainOfTheBackend() throws IOException {
    Path file = directory.resolve("late.dtbo");

    CommandLineRun run = CommandLineRun.of("overlay", plan, "late", "--domid", 5, "-o", file);

    assertThat(run).isEqualTo(new CommandLineRun(0, "", List.of()));
    byte[] merged = DtcTools.overlay(guestTree(), Files.readAllBytes(file));
    assertThat(DtcTools.text(merged, "/passthrough/virtio@2001200", "status")).isEqualTo("okay");
    assertThat(DtcTools.cells(merged, "/passthrough/virtio@2001200", "iommus")).endsWith(5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "spare-7"})
  void equalsThePlannedOverlayWithoutADomain(String gate) throws IOException {
    Path file = directory.resolve("made.dtbo");

    CommandLineRun run = CommandLineRun.of("overlay", plan, gate, "-o", file);

    assertThat(run.exit()).isZero();
    assertThat(file).hasSameBinaryContentAs(directory.resolve(gate + ".dtbo"));
  }

  @Test
  void goesToStandardOutput() throws IOException {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CommandLineRun run;
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.ISO_8859_1));
      run = CommandLineRun.of("overlay", plan, "pci", "--domid", "0", "-o", "-");
    } finally {
      System.setOut(before);
    }

    assertThat(run.exit()).isZero();
    assertThat(
            DtcTools.cells(
                DtcTools.overlay(guestTree(), bytes.toByteArray()),
                "/passthrough/pcie@33000000",
                "iommu-map"))
        .hasSize(4);
    assertThat(directory.resolve("-")).doesNotExist();
  }

  @Test
  void anUnknownGateIsOneLineWithTheKnownGates() {
    CommandLineRun unknown = CommandLineRun.of("overlay", plan, "disk", "-o", "-");
    CommandLineRun boot = CommandLineRun.of("overlay", plan, "console", "-o", "-");

    assertThat(unknown)
        .isEqualTo(
            new CommandLineRun(
                3,
                "",
                List.of(
                    "okayd: "
                        + plan
                        + ": device-not-found: The plan has no gate \"disk\"; it has late, plain,"
                        + " spare-7, pci")));
    assertThat(boot.exit()).isEqualTo(3);
  }

  @Test
  void aMissingDomainIsOneLine() {
    Path file = directory.resolve("made.dtbo");

    CommandLineRun missing = CommandLineRun.of("overlay", plan, "late", "-o", file);
    CommandLineRun none = CommandLineRun.of("overlay", plan, "late", "--domid", -1, "-o", file);
    CommandLineRun word = CommandLineRun.of("overlay", plan, "late", "--domid", "x", "-o", file);

    assertThat(missing.exit()).isEqualTo(3);
    assertThat(missing.err()).singleElement().asString().contains("domid-unknown: ");
    assertThat(none.exit()).isEqualTo(3);
    assertThat(none.err())
        .singleElement()
        .asString()
        .contains("invalid-parameter: domid is -1; expected 0 to 32751");
    assertThat(word.exit()).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no plan", "{}", "null", "[]"})
  void aFileThatIsNotAPlanIsALineForEachFault(String text) throws IOException {
    Files.writeString(plan, text);

    CommandLineRun run = CommandLineRun.of("overlay", plan, "late", "-o", "-");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err())
        .hasSize(text.equals("{}") ? 3 : 1)
        .allSatisfy(line -> assertThat(line).startsWith("okayd: " + plan + ": "));
  }

  @Test
  void aPlanWithAnUnnumberedSpareSlotIsOneLine() throws IOException {
    Files.writeString(plan, Files.readString(plan).replace("\"index\" : 7,", ""));

    CommandLineRun run = CommandLineRun.of("overlay", plan, "plain", "-o", "-");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).hasSize(1);
  }
}
