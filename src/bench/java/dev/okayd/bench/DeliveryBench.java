package dev.okayd.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The latency from a backend's event to the command at the agent, at a steady rate: 200 guests,
 * each with a device of its own backend; 200 times a second, one of these backends restarts.
 */
public final class DeliveryBench {
  private static final int GUESTS = 200;
  private static final int EVENTS_IN_A_SECOND = 200;
  private static final int WARM_UP_SECONDS = 15;
  private static final int SETTLE_SECONDS = 3;
  private static final int SECONDS = 30;
  private static final int SENDERS = 8;
  private static final long PATIENCE_SECONDS = 20;

  private final Okayd okayd;
  private final List<PollingAgent> agents = new ArrayList<>();
  private final List<SignedEvents> backends = new ArrayList<>();

  private DeliveryBench(Okayd okayd) throws Exception {
    this.okayd = okayd;
    for (int i = 0; i < GUESTS; i++) {
      backends.add(SignedEvents.of(okayd, "backend-" + i));
      agents.add(PollingAgent.of(okayd, "guest-" + i, "backend-" + i));
    }
  }

  /** An event for a guest: when it was sent, and when it was acknowledged. */
  private record SentEvent(int guest, long sent, long acknowledged) {}

  /** The times at which an event was sent and acknowledged, and its command reached the agent. */
  private record Delivery(long sent, long acknowledged, long fetched) {}

  /** Measures, and prints the figure. */
  public static void main(String... args) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (Okayd okayd = Okayd.start()) {
      DeliveryBench bench = new DeliveryBench(okayd);
      bench.agents.forEach(threads::execute);
      bench.warmUp(threads);
      print(bench.deliveries(bench.during(SECONDS, EVENTS_IN_A_SECOND, threads)));
    } finally {
      threads.shutdownNow();
    }
  }

  /** A new JVM is too slow for the rate: two restarts may merge into one command. */
  private void warmUp(ExecutorService threads) throws Exception {
    for (int rate = EVENTS_IN_A_SECOND / 4; rate <= EVENTS_IN_A_SECOND; rate *= 2) {
      during(WARM_UP_SECONDS, rate, threads);
    }
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    agents.forEach(agent -> agent.commands().clear());
  }

  private List<SentEvent> during(int seconds, int rate, ExecutorService threads) throws Exception {
    int count = rate * seconds;
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(backends.get(i % GUESTS).nextEpoch());
    }
    long begin = System.nanoTime();
    List<Future<List<SentEvent>>> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int first = i;
      senders.add(threads.submit(() -> send(requests, first, begin, rate)));
    }
    List<SentEvent> events = new ArrayList<>();
    for (Future<List<SentEvent>> sender : senders) {
      events.addAll(sender.get());
    }
    System.out.printf("%d events in %.1f s%n", events.size(), (System.nanoTime() - begin) / 1e9);
    return events;
  }

  /** Each sender sends the events of its own guests, in turn. */
  private List<SentEvent> send(List<byte[]> requests, int first, long begin, int rate)
      throws IOException, InterruptedException {
    List<SentEvent> events = new ArrayList<>();
    try (Connection connection = new Connection(okayd.port())) {
      for (int i = first; i < requests.size(); i += SENDERS) {
        waitUntil(begin + i * TimeUnit.SECONDS.toNanos(1) / rate);
        long sent = System.nanoTime();
        Connection.Answer answer = connection.ask(requests.get(i));
        if (answer.status() != 202) {
          throw new IllegalStateException("An event was answered with " + answer);
        }
        events.add(new SentEvent(i % GUESTS, sent, System.nanoTime()));
      }
    }
    return events;
  }

  /** The events of a guest are in the order in which they were sent. */
  private List<Delivery> deliveries(List<SentEvent> events) throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    for (SentEvent event : events) {
      deliveries.add(new Delivery(event.sent(), event.acknowledged(), fetched(event.guest())));
    }
    return deliveries;
  }

  private static void waitUntil(long moment) throws InterruptedException {
    long left = moment - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }

  /**
   * Every restart of a backend gives one command, and the commands are in the order of restarts.
   */
  private long fetched(int guest) throws InterruptedException {
    Long at = agents.get(guest).commands().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (at == null) {
      throw new IllegalStateException(
          "guest-" + guest + " did not get a command for every event: okayd does not keep up");
    }
    return at;
  }

  private static void print(List<Delivery> deliveries) {
    long[] all = deliveries.stream().mapToLong(d -> d.fetched() - d.sent()).sorted().toArray();
    long[] behind =
        deliveries.stream().mapToLong(d -> d.fetched() - d.acknowledged()).sorted().toArray();
    System.out.printf(
        "delivery: %d events in a second to as many guests: first byte of the event to the command"
            + " at the agent p50 %.1f ms, p99 %.1f ms; 202 to the command p50 %.1f ms, p99 %.1f"
            + " ms%n",
        EVENTS_IN_A_SECOND, at(all, 0.5), at(all, 0.99), at(behind, 0.5), at(behind, 0.99));
  }

  private static double at(long[] sorted, double part) {
    return sorted[(int) (sorted.length * part)] / 1e6;
  }
}
