package dev.okayd.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The scheduled actions in the order of their time; time advances only to the next action. */
final class VirtualTime {
  private final PriorityQueue<ScheduledAction> scheduled =
      new PriorityQueue<>(
          Comparator.comparingLong(ScheduledAction::atMicros)
              .thenComparingLong(ScheduledAction::order));
  private long nowMicros;
  private long order;

  private record ScheduledAction(long atMicros, long order, Runnable what) {}

  long nowMicros() {
    return nowMicros;
  }

  void in(Duration delay, Runnable what) {
    inMicros(delay.toNanos() / 1000, what);
  }

  void inMicros(long delay, Runnable what) {
    scheduled.add(new ScheduledAction(nowMicros + Math.max(0, delay), order++, what));
  }

  /** Runs the next action, if it is due before a time. */
  boolean step(long untilMicros) {
    ScheduledAction next = scheduled.peek();
    if (next == null || next.atMicros() > untilMicros) {
      return false;
    }
    scheduled.remove();
    nowMicros = next.atMicros();
    next.what().run();
    return true;
  }
}
