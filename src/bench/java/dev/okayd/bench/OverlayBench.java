package dev.okayd.bench;

import dev.okayd.fdt.NodePath;
import dev.okayd.overlay.GateOverlay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The overlay of one gate, compared with a dtc process that compiles the same source to the same
 * bytes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OverlayBench {
  private static final int PROCESSES = 100;

  private final NodePath target = NodePath.parse("/passthrough/virtio@2001200");
  private List<String> dtc = List.of();

  /** Measures, and prints the figure. */
  public static void main(String... args) throws RunnerException {
    Measured measured = Measured.of(OverlayBench.class);
    double okayd = measured.median("okayd");
    double dtc = measured.median("dtc");
    System.out.printf(
        "overlay: %.0f times faster than a dtc process (%.2f us, dtc %.0f us with its start)%n",
        dtc / okayd, okayd, dtc);
  }

  /** Writes the source, and checks that both give the same bytes. */
  @Setup
  public void prepare() throws IOException {
    Path directory = Files.createTempDirectory("okayd-bench");
    Path source = directory.resolve("gate.dtso");
    Path blob = directory.resolve("gate.dtbo");
    GateOverlay overlay = new GateOverlay(target);
    Files.writeString(source, overlay.dtso());
    dtc = List.of("dtc", "-I", "dts", "-O", "dtb", "-o", blob.toString(), source.toString());
    Tool.run(dtc);
    if (!Arrays.equals(Files.readAllBytes(blob), overlay.dtbo())) {
      throw new IllegalStateException("The overlays of okayd and dtc differ");
    }
  }

  /** The overlay by okayd. */
  @Benchmark
  public byte[] okayd() {
    return new GateOverlay(target).dtbo();
  }

  /** The overlay by dtc, with the start of its process, which okayd would need for each overlay. */
  @Benchmark
  @OperationsPerInvocation(PROCESSES)
  public void dtc() {
    Tool.repeat(PROCESSES, dtc);
  }
}
