package dev.okayd.bench;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Backends that send events over their own connections, each as soon as it has an answer. */
final class EventLoad {
  private final Okayd okayd;
  private final List<SignedEvents> backends = new ArrayList<>();

  EventLoad(Okayd okayd, int connections) throws IOException, GeneralSecurityException {
    this.okayd = okayd;
    for (int i = 0; i < connections; i++) {
      backends.add(SignedEvents.of(okayd, "backend-" + i));
    }
  }

  /**
   * The result of a period under load.
   *
   * @param perSecond events that were acknowledged in a second
   * @param perCommit how many of them shared a commit
   */
  record Rate(double perSecond, double perCommit) {}

  /** Sends events for a period; they are signed before it begins. */
  Rate during(int seconds, int mostEvents)
      throws IOException, InterruptedException, ExecutionException {
    List<List<byte[]>> requests = signed(mostEvents / backends.size());
    ExecutorService threads = Executors.newFixedThreadPool(backends.size());
    try {
      long commitsBefore = okayd.commits();
      long begin = System.nanoTime();
      long end = begin + TimeUnit.SECONDS.toNanos(seconds);
      List<Future<Integer>> running =
          requests.stream().map(mine -> threads.submit(() -> tell(mine, end))).toList();
      int told = 0;
      for (Future<Integer> one : running) {
        told += one.get();
      }
      double took = (System.nanoTime() - begin) / 1e9;
      return new Rate(told / took, (double) told / (okayd.commits() - commitsBefore));
    } finally {
      threads.shutdownNow();
    }
  }

  private List<List<byte[]>> signed(int each) {
    List<List<byte[]>> requests = new ArrayList<>();
    for (SignedEvents backend : backends) {
      List<byte[]> mine = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        mine.add(backend.next());
      }
      requests.add(mine);
    }
    return requests;
  }

  private int tell(List<byte[]> requests, long end) throws IOException {
    int told = 0;
    try (Connection connection = new Connection(okayd.port())) {
      for (byte[] request : requests) {
        if (System.nanoTime() >= end) {
          return told;
        }
        Connection.Answer answer = connection.ask(request);
        if (answer.status() != 202 || !answer.body().contains("recorded")) {
          throw new IllegalStateException("An event was answered with " + answer);
        }
        told++;
      }
    }
    throw new IllegalStateException("There are too few prepared events for the period");
  }
}
