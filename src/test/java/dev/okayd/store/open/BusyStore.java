package dev.okayd.store.open;

import dev.okayd.store.Store;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

/** Keeps the writer busy, so that jobs queued meanwhile form one batch. */
final class BusyStore implements AutoCloseable {
  private final CountDownLatch end = new CountDownLatch(1);

  BusyStore(Store store, ExecutorService threads) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    var unused =
        threads.submit(
            () ->
                store.inTransaction(
                    handle -> {
                      begun.countDown();
                      return await();
                    }));
    begun.await();
  }

  private boolean await() {
    try {
      end.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  void end() {
    end.countDown();
  }

  @Override
  public void close() {
    end();
  }
}
