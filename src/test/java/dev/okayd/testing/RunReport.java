package dev.okayd.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prints {@link RunSummary} at the end of a test run. JUnit finds it as a service, outside of the
 * class loaders that Quarkus makes for its tests.
 */
public final class RunReport implements TestExecutionListener {
  private final Consumer<String> out;
  private final Map<String, Integer> skipped = new ConcurrentHashMap<>();
  private final Map<String, Long> starts = new ConcurrentHashMap<>();
  private final Map<String, Duration> times = new ConcurrentHashMap<>();
  private volatile Optional<TestPlan> plan = Optional.empty();

  /** For the service loader; prints to the standard output. */
  public RunReport() {
    this(System.out::print);
  }

  RunReport(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan testPlan) {
    plan = Optional.of(testPlan);
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    count(test, reason);
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    starts.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      count(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
    }
    Duration time = Duration.ofNanos(System.nanoTime() - starts.remove(test.getUniqueId()));
    topLevelClass(test).ifPresent(name -> times.merge(name, time, Duration::plus));
  }

  /** Counts a test or a container as one: the number of tests of a template is unknown. */
  private void count(TestIdentifier test, String reason) {
    long tests =
        plan.stream()
            .flatMap(some -> some.getDescendants(test).stream())
            .filter(TestIdentifier::isTest)
            .count();
    skipped.merge(reason, (int) Math.max(1, tests), Integer::sum);
  }

  private Optional<String> topLevelClass(TestIdentifier test) {
    boolean isInEngine =
        plan.flatMap(some -> some.getParent(test))
            .filter(parent -> parent.getParentId().isEmpty())
            .isPresent();
    return test.getSource()
        .filter(source -> isInEngine)
        .filter(ClassSource.class::isInstance)
        .map(source -> ((ClassSource) source).getClassName());
  }

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    out.accept(new RunSummary(Map.copyOf(skipped), Map.copyOf(times)).text());
  }
}
