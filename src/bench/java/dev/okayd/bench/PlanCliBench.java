package dev.okayd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The whole run of {@code plan} on the command line, compared with the minimum of a Java program:
 * {@code java -version} on the same JVM.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 20)
public class PlanCliBench {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private List<String> plan = List.of();

  /** Measures, and prints the figure. */
  public static void main(String... args) throws RunnerException {
    Measured measured = Measured.of(PlanCliBench.class);
    double plan = measured.median("plan");
    double floor = measured.median("javaVersion");
    System.out.printf(
        "plan-cli: %.2f s, %.1f times java -version (%.3f s); medians of 20%n",
        plan / 1000, plan / floor, floor / 1000);
  }

  /** Sets a new output directory each time, because {@code plan} would read an existing plan. */
  @Setup(Level.Invocation)
  public void prepare() throws IOException {
    Path directory = Files.createTempDirectory("okayd-bench");
    plan =
        List.of(
            JAVA,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            "target/quarkus-app/quarkus-run.jar",
            "plan",
            "overlays/qemu-virt/spec.yaml",
            "--base",
            "src/test/resources/fdt/qemu-virt.dtb",
            "-o",
            directory.toString());
  }

  /** A plan, its tree and its overlays, as files. */
  @Benchmark
  public void plan() {
    Tool.run(plan);
  }

  /** A JVM with minimal work. */
  @Benchmark
  public void javaVersion() {
    Tool.run(List.of(JAVA, "-version"));
  }
}
