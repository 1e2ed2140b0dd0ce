package dev.okayd.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.Thorough;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Runs many schedules, each decided by a seed: no invariant is ever violated, and after the last
 * fault the state settles. {@code -Dsim.schedules=N} runs N; {@code -Dsim.seed=S} runs one, with
 * its trace; {@code -Dsim.bug=B} plants only that bug; {@code -Dsim.storm=true} uses, without a
 * bug, the fault rates of a run with one.
 */
class SimulationTest {
  private static final int SCHEDULES =
      Integer.getInteger("sim.schedules", Thorough.run() ? 20_000 : 100);
  private static final int SCHEDULES_FOR_A_BUG = 3_000;
  private static final Set<PlantedBug> PLANTED =
      Optional.ofNullable(System.getProperty("sim.bug"))
          .map(name -> EnumSet.of(PlantedBug.valueOf(name)))
          .orElseGet(() -> EnumSet.complementOf(EnumSet.of(PlantedBug.NONE)));
  private static final int THREADS = Math.min(2, Runtime.getRuntime().availableProcessors());

  /** The results of all schedules. */
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
      return isViolated(1);
    }

    synchronized boolean isViolated(int times) {
      return violations.size() >= times;
    }
  }

  @Test
  void noInvariantIsViolatedTheStateSettlesAndEveryPlantedBugIsFound() throws Exception {
    Optional<Long> seed = Optional.ofNullable(Long.getLong("sim.seed"));
    if (seed.isPresent()) {
      assertThat(one(seed.get()).violations).isEmpty();
      return;
    }

    Sum sum = many(PlantedBug.NONE, SCHEDULES);
    sum.violations.forEach(violation -> System.out.println("simulation: " + violation));
    List<PlantedBug> notFound = new ArrayList<>();
    for (PlantedBug bug : PLANTED) {
      Sum planted = many(bug, SCHEDULES_FOR_A_BUG);
      System.out.printf("simulation: planted %s: %s%n", bug, found(planted));
      if (!planted.isViolated()) {
        notFound.add(bug);
      }
    }

    System.out.printf(
        "simulation: everything was settled within %.1f s of the last fault%n",
        sum.longestMicros.get() / 1e6);
    System.out.printf(
        "simulation: %d schedules, %d steps, %d faults, %d violations, planted %d of %d found%n",
        sum.schedules.get(),
        sum.steps.get(),
        sum.faults.get(),
        sum.violations.size(),
        PLANTED.size() - notFound.size(),
        PLANTED.size());
    assertThat(sum.violations).isEmpty();
    assertThat(notFound).isEmpty();
  }

  private static String found(Sum sum) {
    return sum.violations.stream()
        .findFirst()
        .map(violation -> violation + " (after " + sum.schedules.get() + " without one)")
        .orElse("NOT FOUND");
  }

  /** One schedule with its trace. */
  private static Sum one(long seed) {
    Sum sum = new Sum();
    List<String> trace = new ArrayList<>();
    try (SimulatedDatabase database = new SimulatedDatabase()) {
      PlantedBug bug =
          Optional.ofNullable(System.getProperty("sim.bug"))
              .map(PlantedBug::valueOf)
              .orElse(PlantedBug.NONE);
      sum.add(new Schedule(seed, bug, database.fresh(), trace).run());
    } catch (Violation violation) {
      sum.violated(seed, String.valueOf(violation.getMessage()));
    }
    trace.forEach(System.out::println);
    sum.violations.forEach(System.out::println);
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
      long number = next.getAndIncrement();
      while (number < schedules && !sum.isViolated(bug == PlantedBug.NONE ? 10 : 1)) {
        run(bug, bug.seed(number), database, sum);
        number = next.getAndIncrement();
      }
    }
  }

  private static void run(PlantedBug bug, long seed, SimulatedDatabase database, Sum sum) {
    try {
      sum.add(new Schedule(seed, bug, database.fresh(), null).run());
    } catch (Violation violation) {
      sum.violated(seed, String.valueOf(violation.getMessage()));
    } catch (IllegalStateException e) {
      if (bug != PlantedBug.LATER_VERSIONS_ARE_NOT_READ) {
        throw new IllegalStateException("Seed " + seed, e);
      }
      sum.violated(seed, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      throw new IllegalStateException("Seed " + seed, e);
    }
  }
}
