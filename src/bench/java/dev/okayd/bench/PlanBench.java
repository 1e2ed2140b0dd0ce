package dev.okayd.bench;

import dev.okayd.plan.Plan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Planning a fleet and keeping all plans: once in each of five new JVMs with a heap of 256 MiB, in
 * one thread, without warm-up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 5, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class PlanBench {
  private static final int GUESTS = 10_000;

  private final Fleet fleet = new Fleet(GUESTS);

  /** Measures, and prints the figure. */
  public static void main(String... args) throws RunnerException {
    Measured measured = Measured.of(PlanBench.class);
    System.out.printf(
        "plan: %.2f s for %d guests of %d slots in one thread with -Xmx256m (longest %.2f s; with"
            + " all overlays %.2f s)%n",
        measured.median("plans") / 1000,
        GUESTS,
        Fleet.SLOTS,
        measured.longest("plans") / 1000,
        measured.median("plansAndOverlays") / 1000);
  }

  /** The plans. */
  @Benchmark
  public List<Plan> plans() {
    return fleet.plans();
  }

  /** The plans, and the overlays of all their slots. */
  @Benchmark
  public List<List<byte[]>> plansAndOverlays() {
    return fleet.plans().stream().map(Fleet::overlays).toList();
  }
}
