package dev.okayd.store.commit;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Jobs in order of arrival, until the writer takes them. Each job has a waiting thread, so the
 * number of threads bounds the queue.
 */
final class WriteJobQueue<H> {
  private final Queue<WriteJob<H, ?>> waiting = new ArrayDeque<>();
  private boolean closed;

  /** Queues a job for the writer. */
  synchronized void add(WriteJob<H, ?> job) {
    if (closed) {
      throw new OkaydException(
          ErrorCode.STORE_UNAVAILABLE, "okayd is ending; nothing was changed. Try again later");
    }
    waiting.add(job);
    notifyAll();
  }

  /** Takes the queued jobs, waiting for at least one. Empty if the queue is closed and empty. */
  synchronized List<WriteJob<H, ?>> take(int most) throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    List<WriteJob<H, ?>> taken = new ArrayList<>();
    while (taken.size() < most && !waiting.isEmpty()) {
      taken.add(waiting.remove());
    }
    return taken;
  }

  /** How many jobs the writer has not taken yet. */
  synchronized int size() {
    return waiting.size();
  }

  /** Rejects further jobs. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
