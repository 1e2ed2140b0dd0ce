package dev.okayd.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.okayd.cli.Main;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.overlay.GateOverlay;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final String DISK = "/virtio_mmio@1000";
  private static final String BASE =
      """
      / {
        #address-cells = <1>;
        #size-cells = <1>;
        interrupt-parent = <1>;
        intc { #interrupt-cells = <3>; phandle = <1>; };
        virtio_mmio@1000 {
          compatible = "virtio,mmio"; reg = <0x1000 0x200>; interrupts = <0 1 1>; status = "disabled";
        };
      };
      """;

  @TempDir private Path directory = Path.of("");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path base = Path.of("");
  private Path flip = Path.of("");

  @BeforeEach
  void writeBaseAndOverlay() throws IOException {
    base = write("base.dtb", compiled(BASE));
    flip = write("flip.dtbo", new GateOverlay(NodePath.parse(DISK)).dtbo());
  }

  private Path write(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] compiled(String body) {
    return FdtWriter.write(DtsCompiler.compile("t.dts", "/dts-v1/;\n" + body, Symbols.NONE));
  }

  private static byte[] overlay(String path, String body) {
    return compiled(
        "/ { fragment@0 { target-path = \"%s\"; __overlay__ { %s }; }; };".formatted(path, body));
  }

  private int run(Object... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            Stream.concat(Stream.of("check"), Stream.of(arguments).map(Object::toString))
                .toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void predictsAnAppliedOverlayAndItsDevices() {
    int exit = run(base, flip);

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            flip
                + ": applied as overlay #1; comes: 1000.virtio_mmio; leaks when it is removed: /virtio_mmio@1000/status");
  }

  @Test
  void predictsARefusalWithItsReasonAndTheKernelMessage() throws IOException {
    Path bad = write("bad.dtbo", new GateOverlay(NodePath.parse("/nowhere")).dtbo());

    int exit = run(base, bad);

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString().lines())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith(bad + ": refused with -22 EINVAL: target-path of /fragment@0 is")
                    .contains(
                        "(kernel: \"OF: overlay: find target, node: /fragment@0, path '/nowhere' not found\")"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void overlaysAreAppliedInOrder() throws IOException {
    Path note = write("note.dtbo", overlay(DISK, "note;"));

    int exit =
        run(base, note, flip, "remove:" + note, "remove:" + flip, "remove:" + note, "remove:1");

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("applied as overlay #1; no device comes or goes"),
            line -> assertThat(line).contains("applied as overlay #2; comes: 1000.virtio_mmio"),
            line -> assertThat(line).contains("remove:" + note + ": refused with -16 EBUSY"),
            line -> assertThat(line).contains("removed; goes: 1000.virtio_mmio"),
            line -> assertThat(line).endsWith("removed; no device comes or goes"),
            line -> assertThat(line).startsWith("remove:1: refused with -19 ENODEV"));
  }

  @Test
  void aRefusedOverlayCannotBeRemoved() throws IOException {
    Path bad = write("bad.dtbo", new GateOverlay(NodePath.parse("/nowhere")).dtbo());

    run(base, bad, "remove:" + bad);

    assertThat(out.toString()).contains("refused with -19 ENODEV: the kernel has no overlay #0");
  }

  @Test
  void garbageIsARefusalAndNotBadInput() throws IOException {
    Path garbage = write("garbage.dtbo", "no tree".getBytes(StandardCharsets.UTF_8));

    int exit = run(base, garbage);

    assertThat(exit).isEqualTo(1);
    assertThat(out.toString()).contains("-22 EINVAL: this is not an overlay: it has 7 bytes");
  }

  @Test
  void changesWithoutEffectAndHazardsHaveTheirOwnLines() throws IOException {
    Path again = write("again.dtbo", overlay(DISK, "status = \"enabled\";"));
    Path added =
        write(
            "new.dtbo", overlay("/", "x { compatible = \"virtio,mmio\"; reg = <0x1200 0x200>; };"));

    int exit = run(base, again, added);

    assertThat(exit).isZero();
    assertThat(out.toString().lines())
        .filteredOn(line -> line.startsWith("  "))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("  no effect: " + DISK + ": its new status has the same meaning"),
            line -> assertThat(line).startsWith("  hazard: ").contains("interrupts"),
            line -> assertThat(line).startsWith("  hazard: removing /x removes its properties"));
  }

  @Test
  void aKernelCrashIsNotGood() throws IOException {
    Path empty = write("empty.dtbo", overlay(DISK, "status;"));

    assertThat(run(base, empty)).isEqualTo(1);
    assertThat(out.toString()).contains("  hazard: ");
  }

  @Test
  void namesFromABlobAreSanitized() throws IOException {
    Path odd = write("odd.dtbo", overlay("/\\x1b[2J", "note;"));

    run(base, odd);

    assertThat(out.toString()).contains("/?[2J").doesNotContain("\u001b");
  }

  @Test
  void printsTheResultAsJson() throws IOException {
    Path bad = write("bad.dtbo", new GateOverlay(NodePath.parse("/nowhere")).dtbo());

    int exit = run(base, flip, bad, "remove:" + flip, "-o", "json");

    assertThat(exit).isEqualTo(1);
    assertThat(json().get("good").asBoolean()).isFalse();
    assertThat(json().get("bootDevices")).isEmpty();
    JsonNode applied = json().at("/steps/0");
    assertThat(applied.get("step").asText()).isEqualTo(flip.toString());
    assertThat(applied.get("errno").asInt()).isZero();
    assertThat(applied.get("overlayId").asInt()).isEqualTo(1);
    assertThat(applied.at("/created/0/name").asText()).isEqualTo("1000.virtio_mmio");
    assertThat(applied.at("/statusChanges/0/after").asText()).isEqualTo("okay");
    assertThat(applied.at("/leaks/0").asText()).isEqualTo(DISK + "/status");
    JsonNode refused = json().at("/steps/1");
    assertThat(refused.get("errno").asInt()).isEqualTo(-22);
    assertThat(refused.get("errnoName").asText()).isEqualTo("EINVAL");
    assertThat(refused.get("kernelLog")).hasSize(2);
    assertThat(refused.has("overlayId")).isFalse();
    assertThat(json().at("/steps/2/destroyed/0/name").asText()).isEqualTo("1000.virtio_mmio");
  }

  @Test
  void standardInputMayBeABaseOrAnOverlay() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(base)));
      assertThat(run("-", flip)).isZero();
      System.setIn(new ByteArrayInputStream(Files.readAllBytes(flip)));
      assertThat(run(base, "-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).contains("-: applied as overlay #1");
  }

  @Test
  void aBaseThatIsNotATreeIsBadInput() throws IOException {
    Path text = write("text.dtb", "no tree".getBytes(StandardCharsets.UTF_8));

    assertThat(run(text, flip)).isEqualTo(3);
    assertThat(run(base, directory.resolve("absent.dtbo"))).isEqualTo(3);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("text.dtb: This is not a device tree blob"),
            line -> assertThat(line).contains("absent.dtbo: there is no such file"));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrongUsageIsExitCode2() {
    assertThat(run(base)).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run(base, flip, "-o", "xml")).isEqualTo(2);
    assertThat(run(base, "remove:" + flip)).isEqualTo(2);
    assertThat(err.toString())
        .contains("\"xml\" is not a format; expected text or json")
        .contains("neither an overlay applied before nor the number of one");
  }
}
