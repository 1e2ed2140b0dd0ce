package dev.okayd.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.cli.Main;
import dev.okayd.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
  @TempDir private Path directory = Path.of("");

  private final StringWriter err = new StringWriter();
  private Path config = Path.of("");
  private Path spec = Path.of("");

  @BeforeEach
  void writeConfig() throws IOException {
    config = Files.write(directory.resolve("android.cfg"), Golden.bytes("xl/android.cfg"));
    spec = directory.resolve("spec.yaml");
  }

  private int run(Object... arguments) {
    CommandLine commandLine = Main.commandLine().setErr(new PrintWriter(err, true));
    return commandLine.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  @Test
  void writesASpecThatPlanAccepts() throws IOException {
    int exit = run("import", config, "-o", spec, "--gate", "xvdb", "--gate", "fs0");

    assertThat(exit).isZero();
    assertThat(err.toString().lines())
        .allMatch(line -> line.startsWith("okayd: note: " + config + ":"))
        .anyMatch(line -> line.contains("\"xvdb\" is gated"))
        .anyMatch(line -> line.contains("\"fs0\" is gated"));
    assertThat(run("plan", spec, "-o", directory.resolve("plan"))).isZero();
    assertThat(directory.resolve("plan/xvdb.dtbo")).exists();
    assertThat(directory.resolve("plan/fs0.dtbo")).exists();
    assertThat(Files.readString(directory.resolve("plan/xl.cfg")))
        .contains("STORAGE_PART3", "device29")
        .doesNotContain("STORAGE_PART4");
  }

  @Test
  void gatesAllDevicesAtOnce() throws IOException {
    assertThat(run("import", config, "-o", spec, "--gate", "all")).isZero();

    assertThat(Files.readString(spec)).contains("slotKind: gated").doesNotContain("slotKind: boot");
  }

  @Test
  void readsStandardInputAndWritesStandardOutput() throws IOException {
    InputStream in = System.in;
    PrintStream out = System.out;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(Golden.bytes("xl/android.cfg")));
      System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
      assertThat(run("import", "-")).isZero();
    } finally {
      System.setIn(in);
      System.setOut(out);
    }

    assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo(Golden.text("xl/android.yaml"));
  }

  @Test
  void everyFaultIsALineAndExitCode3() throws IOException {
    Files.writeString(config, "vcpus = 'x'\nvirtio = [\n 'transport=pci', 'colour=red' ]\n");

    assertThat(run("import", config, "-o", spec)).isEqualTo(3);

    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("okayd: " + config + ":1:9: vcpus is \"x\""),
            line -> assertThat(line).startsWith("okayd: " + config + ":3:2: virtio=: transport"),
            line -> assertThat(line).startsWith("okayd: " + config + ":3:19: virtio=: \"colour"));
    assertThat(spec).doesNotExist();
  }

  @Test
  void anUnknownDeviceCannotBeGated() {
    assertThat(run("import", config, "-o", spec, "--gate", "xvdz")).isEqualTo(3);

    assertThat(err.toString())
        .isEqualTo(
            "okayd: %s: device-not-found: There is no device \"xvdz\" to gate; the devices are xvda, xvdb, net0, gpio0, fs0%n"
                .formatted(config));
  }

  @Test
  void aPlatformOfAnotherToolstackIsWrongUsage() {
    assertThat(run("import", config, "--platform", "qemu-virt")).isEqualTo(2);
    assertThat(run("import")).isEqualTo(2);
    assertThat(err.toString())
        .contains("\"qemu-virt\" is not a platform whose toolstack is xl; those are xen, xen-amd");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(run("import", directory.resolve("absent.cfg"))).isEqualTo(3);
    assertThat(err.toString()).contains("absent.cfg: there is no such file");
  }
}
