package dev.okayd.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Durable events per second over 64 connections, each event acknowledged with 202: okayd, compared
 * with okayd with one commit for each event, and with a bare loop that writes and syncs.
 */
public final class EventsBench {
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 3;

  /** Warm-up: the JIT compiler needs time on two cores, and the figure is the steady rate. */
  private static final int MOST_WARM_UPS = 15;

  private static final double STEADY = 1.05;
  private static final int SECONDS = 5;
  private static final int MOST_EVENTS_IN_A_SECOND = 20_000;
  private static final int RECORD_BYTES = 256;

  private EventsBench() {}

  /** Measures, and prints the figure. */
  public static void main(String... args) throws Exception {
    try (Okayd grouping = Okayd.start();
        Okayd single = Okayd.start("-Dokayd.store.largest-batch=1")) {
      EventLoad grouped = new EventLoad(grouping, CONNECTIONS);
      EventLoad alone = new EventLoad(single, CONNECTIONS);
      warmUp(grouped);
      warmUp(alone);
      double[] with = new double[ROUNDS];
      double[] without = new double[ROUNDS];
      double[] batch = new double[ROUNDS];
      double[] bare = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        EventLoad.Rate together = measure(grouped, SECONDS);
        EventLoad.Rate each = measure(alone, SECONDS);
        with[i] = together.perSecond();
        without[i] = each.perSecond();
        batch[i] = together.perCommit();
        bare[i] = bareLoop((int) Math.round(together.perCommit()));
        show("round " + (i + 1), List.of(together, each));
      }
      bareLoops();
      print(median(with), median(batch), median(without), median(bare));
    }
  }

  /** Warms up until two runs in a row do not exceed the best earlier one. */
  private static void warmUp(EventLoad load) throws Exception {
    double best = 0;
    int steady = 0;
    for (int i = 1; i <= MOST_WARM_UPS && steady < 2; i++) {
      EventLoad.Rate rate = measure(load, SECONDS);
      show("warm up " + i, List.of(rate));
      steady = rate.perSecond() < best * STEADY ? steady + 1 : 0;
      best = Math.max(best, rate.perSecond());
    }
  }

  private static EventLoad.Rate measure(EventLoad load, int seconds) throws Exception {
    return load.during(seconds, MOST_EVENTS_IN_A_SECOND * seconds);
  }

  private static double bareLoop(int batch) throws Exception {
    return FsyncLoop.recordsPerSecond(Math.max(1, batch), RECORD_BYTES, 1);
  }

  private static void bareLoops() throws Exception {
    for (int batch : new int[] {1, 8, 32, 64}) {
      System.out.printf(
          "bare loop, %d records of %d bytes under each sync: %.0f records per second%n",
          batch, RECORD_BYTES, bareLoop(batch));
    }
  }

  private static void show(String what, List<EventLoad.Rate> rates) {
    System.out.printf("%s:", what);
    for (EventLoad.Rate rate : rates) {
      System.out.printf(
          " %.0f events per second, %.1f in a commit;", rate.perSecond(), rate.perCommit());
    }
    System.out.println();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(double with, double batch, double without, double bare) {
    System.out.printf(
        "events: %.0f durable events per second over %d connections, %.1f in a commit: %.1f times"
            + " one commit each (%.0f), %.2f of a bare loop that syncs %.0f records at a time"
            + " (%.0f); medians of %d%n",
        with, CONNECTIONS, batch, with / without, without, with / bare, batch, bare, ROUNDS);
  }
}
