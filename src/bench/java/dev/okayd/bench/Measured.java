package dev.okayd.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** JMH's results for a class. Times are medians: other processes distort a mean. */
final class Measured {
  private final Collection<RunResult> results;

  private Measured(Collection<RunResult> results) {
    this.results = results;
  }

  /** Runs all benchmarks of a class. */
  static Measured of(Class<?> benchmarks) throws RunnerException {
    String pattern = "^" + benchmarks.getName().replace(".", "\\.") + "\\.";
    return new Measured(
        new Runner(new OptionsBuilder().include(pattern).shouldFailOnError(true).build()).run());
  }

  /** The median of a benchmark, in the unit of its class. */
  double median(String benchmark) {
    return only(benchmark, "").getPercentile(50);
  }

  /** The median of a benchmark at a value of its only parameter, in the unit of its class. */
  double median(String benchmark, String parameter) {
    return only(benchmark, parameter).getPercentile(50);
  }

  /** The longest measured time. */
  double longest(String benchmark) {
    return only(benchmark, "").getMax();
  }

  private Statistics only(String benchmark, String parameter) {
    return results.stream()
        .filter(result -> result.getPrimaryResult().getLabel().equals(benchmark))
        .filter(result -> parameterOf(result).equals(parameter))
        .map(result -> result.getPrimaryResult().getStatistics())
        .findFirst()
        .orElseThrow();
  }

  private static String parameterOf(RunResult result) {
    return result.getParams().getParamsKeys().stream()
        .map(result.getParams()::getParam)
        .findFirst()
        .orElse("");
  }
}
