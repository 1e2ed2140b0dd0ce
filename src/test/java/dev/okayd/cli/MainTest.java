package dev.okayd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path baseTree = Path.of("");

  @BeforeEach
  void writeBaseTree() throws IOException {
    baseTree = write("qemu-virt.dtb", Golden.bytes("fdt/qemu-virt.dtb"));
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private Path write(String name, String content) throws IOException {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private int run(Object... arguments) {
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void plansAGuestIntoFiles() throws IOException {
    Path spec =
        write(
            "spec.yaml",
            """
            platform: qemu-virt
            devices:
              - {name: console, type: console, backend: host, slotKind: boot}
              - {name: disk, type: blk, backend: storage}
            """);
    Path output = directory.resolve("made/here");

    int exit = run("plan", spec, "--base", baseTree, "-o", output);

    assertThat(err.toString()).isEmpty();
    assertThat(exit).isZero();
    assertThat(names(output))
        .containsExactly(
            "MAP.txt",
            "backend-host.txt",
            "backend-storage.txt",
            "disk.dtbo",
            "disk.dtso",
            "guest.dtb",
            "guest.dts",
            "plan.json",
            "qemu.args");
    assertThat(output.resolve("plan.json"))
        .content()
        .contains("\"transport\" : \"virtio-mmio-bus.0\"");
  }

  @Test
  void mergesAPlannedOverlayAndPrintsTheResult() throws IOException {
    Path spec =
        write(
            "spec.json",
            "{\"platform\": \"qemu-virt\", \"devices\": [{\"name\": \"disk\", \"type\": \"blk\", \"backend\": \"b\"}]}");
    run("plan", spec, "--base", baseTree, "-o", directory);
    Path merged = directory.resolve("merged.dtb");

    int mergeExit =
        run("merge", directory.resolve("guest.dtb"), directory.resolve("disk.dtbo"), "-o", merged);
    int dtsExit = run("dts", merged);

    assertThat(mergeExit).isZero();
    assertThat(dtsExit).isZero();
    assertThat(out.toString()).startsWith("/dts-v1/;").contains("status = \"okay\";");
  }

  @Test
  void mergesAsFdtoverlayDoes() throws IOException {
    Path base = write("base.dtb", Golden.bytes("overlay-merge/base.dtb"));
    Path overlay = write("o.dtbo", Golden.bytes("overlay-merge/label-target.dtbo"));
    Path merged = directory.resolve("merged.dtb");

    int exit = run("merge", base, overlay, "-o", merged);

    assertThat(exit).isZero();
    assertThat(DtcTools.normalize(Files.readAllBytes(merged)))
        .isEqualTo(Golden.bytes("overlay-merge/label-target.merged.dtb"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "platform: hyper-x\ndevices: []",
        "platform: xen",
        "platform: xen\ndevices: []\ncolour: red",
        "devices: [",
        "~",
        "---",
        "platform: xen\ndevices: [null]",
        "platform: xen\nplatform: xen\ndevices: []",
        "platform: 1\ndevices: []",
        "platform: xen\ndevices: [{name: a, type: disk, backend: b}]",
        "platform: xen\ndevices: [{name: a, type: blk, backend: b, slotKind: GATED}]",
        ""
      })
  void anInvalidSpecIsOneLineAndExitCode3(String text) throws IOException {
    Path spec = write("spec.yaml", text);

    int exit = run("plan", spec, "-o", directory.resolve("out"));

    assertThat(exit).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(1)
        .allMatch(line -> line.startsWith("okayd: " + spec))
        .noneMatch(line -> line.contains("dev.okayd") || line.contains("java."));
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void everyFaultOfASpecIsALine() throws IOException {
    Path spec =
        write(
            "spec.yaml",
            """
            platform: xen
            devices:
              - {name: a, type: blk, backend: b}
              - {name: a, type: blk, backend: B}
            """);

    int exit = run("plan", spec, "-o", directory.resolve("out"));

    assertThat(exit).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("duplicate-device"))
        .anyMatch(line -> line.contains("invalid-spec"));
  }

  @Test
  void aFileThatIsNotATreeIsNamed() throws IOException {
    Path text = write("text.dtb", "no tree");

    assertThat(run("dts", text)).isEqualTo(3);
    assertThat(run("merge", baseTree, text, "-o", directory.resolve("m"))).isEqualTo(3);
    assertThat(run("dts", directory.resolve("absent.dtb"))).isEqualTo(3);
    assertThat(err.toString().lines())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).contains("text.dtb: This is not a device tree blob"),
            line -> assertThat(line).contains("text.dtb: This is not a device tree blob"),
            line -> assertThat(line).contains("absent.dtb: there is no such file"));
  }

  @Test
  void wrongUsageIsExitCode2() {
    assertThat(run("plan")).isEqualTo(2);
    assertThat(run("fly")).isEqualTo(2);
    assertThat(run("merge", "a.dtb", "-o", "b.dtb")).isEqualTo(2);
    assertThat(err.toString()).contains("Usage:");
  }

  @Test
  void reportsAnOutputThatIsAFileOrHasNoDirectory() throws IOException {
    Path spec = write("spec.yaml", "platform: xen\ndevices: []");
    Path file = write("file", "");

    assertThat(run("plan", spec, "-o", file)).isEqualTo(3);
    assertThat(run("merge", baseTree, overlay(), "-o", directory.resolve("no/m.dtb"))).isEqualTo(3);
    assertThat(err.toString().lines())
        .containsExactly(
            "okayd: " + file + ": this is a file, a directory is expected",
            "okayd: " + directory.resolve("no/m.dtb") + ": there is no such file or directory");
  }

  private Path overlay() throws IOException {
    return write("overlay.dtbo", new GateOverlay(NodePath.parse("/virtio_mmio@a000000")).dtbo());
  }

  @Test
  void helpAndVersionAreOptionsToo() {
    assertThat(run("--help")).isZero();
    assertThat(run("plan", "-h")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).contains("Usage: okayd plan").contains("\nokayd ");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
