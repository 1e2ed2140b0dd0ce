package dev.okayd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many schedules, each with what a seed decides: nothing bad ever happens, and when faults stop
 * everything comes right. {@code -Dokayd.sim.schedules=N} runs N, {@code -Dokayd.sim.seed=S} one
 * alone, with its trace.
 */
class SimulationTest {
  private static final int SCHEDULES = Integer.getInteger("okayd.sim.schedules", 20_000);
  private static final int SCHEDULES_FOR_A_BUG = 3_000;
  private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

  /** What all schedules came to. */
  private static final class Sum {
    private final AtomicLong schedules = new AtomicLong();
    private final AtomicLong steps = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private final AtomicLong longestMicros = new AtomicLong();
    private final List<String> violations = new ArrayList<>();

    void add(Schedule.Result result) {
      schedules.incrementAndGet();
      steps.addAndGet(result.steps());
      faults.addAndGet(result.faults());
      longestMicros.accumulateAndGet(result.settledMicros(), Math::max);
    }

    synchronized void violated(long seed, String message) {
      violations.add("seed " + seed + ": " + message);
    }

    synchronized boolean isViolated() {
      return !violations.isEmpty();
    }
  }

  @Test
  void nothingBadHappensAndEverythingComesRight() throws Exception {
    Optional<Long> seed = Optional.ofNullable(Long.getLong("okayd.sim.seed"));

    Sum sum = seed.isPresent() ? one(seed.get()) : many(PlantedBug.NONE, SCHEDULES);

    System.out.printf(
        "simulation: %d schedules, %d steps, %d faults, %d violations; settled within %.1f s%n",
        sum.schedules.get(),
        sum.steps.get(),
        sum.faults.get(),
        sum.violations.size(),
        sum.longestMicros.get() / 1e6);
    assertThat(sum.violations).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsAPlantedBug(PlantedBug bug) throws Exception {
    Sum sum = many(bug, SCHEDULES_FOR_A_BUG);

    System.out.println(
        "simulation: "
            + bug
            + ": "
            + sum.violations.stream().findFirst().orElse("NOT FOUND")
            + " after "
            + sum.schedules.get());
    assertThat(sum.violations).isNotEmpty();
  }

  private static Sum one(long seed) {
    Sum sum = new Sum();
    List<String> trace = new ArrayList<>();
    try (SimulatedDatabase database = new SimulatedDatabase()) {
      sum.add(new Schedule(seed, PlantedBug.NONE, database.fresh(), trace).run());
    } catch (Violation violation) {
      sum.violated(seed, String.valueOf(violation.getMessage()));
    }
    trace.forEach(System.out::println);
    return sum;
  }

  private static Sum many(PlantedBug bug, int schedules) throws Exception {
    Sum sum = new Sum();
    AtomicLong next = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        running.add(threads.submit(() -> work(bug, schedules, next, sum)));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    return sum;
  }

  private static void work(PlantedBug bug, int schedules, AtomicLong next, Sum sum) {
    try (SimulatedDatabase database = new SimulatedDatabase()) {
      long seed = next.getAndIncrement();
      while (seed < schedules && !sum.isViolated()) {
        try {
          sum.add(new Schedule(seed, bug, database.fresh(), null).run());
        } catch (Violation violation) {
          sum.violated(seed, String.valueOf(violation.getMessage()));
        } catch (RuntimeException e) {
          throw new IllegalStateException("Seed " + seed, e);
        }
        seed = next.getAndIncrement();
      }
    }
  }
}
