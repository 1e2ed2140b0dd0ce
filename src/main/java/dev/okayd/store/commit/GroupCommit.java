package dev.okayd.store.commit;

import dev.okayd.store.CommitListener;
import dev.okayd.task.DaemonThreads;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One thread that does all transactions, one after the other, and commits those together that have
 * come while it was busy: they share the fsync, which is what a transaction costs. It never waits
 * for company. A job that fails is undone alone.
 *
 * @param <H> what a job works with
 */
public final class GroupCommit<H> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GroupCommit.class);

  private final CommitBatch<H> batch;
  private final WriteJobQueue<H> queue;
  private final int largestBatch;
  private final CommitListener listener;
  private final Thread writer;

  public GroupCommit(CommitBatch<H> batch, int largestBatch, CommitListener listener) {
    if (largestBatch < 1) {
      throw new IllegalArgumentException(
          "okayd.store.largest-batch is %d; it has to be 1 or more".formatted(largestBatch));
    }
    this.batch = batch;
    this.queue = new WriteJobQueue<>();
    this.largestBatch = largestBatch;
    this.listener = listener;
    this.writer = DaemonThreads.create("store-writer", this::write);
    writer.start();
  }

  /** Runs a job; it is on the disk when this returns. */
  public <T> T run(Function<H, T> work) {
    refuseInside();
    WriteJob<H, T> job = new WriteJob<>(work);
    queue.add(job);
    return job.await();
  }

  /** Whoever calls the store from a transaction would wait for himself. */
  public void refuseInside() {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException(
          "The store was called from inside of a transaction, or by a CommitListener");
    }
  }

  /** How many jobs wait for the next batch. */
  public int waiting() {
    return queue.size();
  }

  /** Finishes what waits, and lets nothing else in. */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    boolean open = true;
    while (open) {
      try {
        List<WriteJob<H, ?>> jobs = queue.take(largestBatch);
        open = !jobs.isEmpty();
        if (open) {
          write(jobs);
        }
      } catch (InterruptedException e) {
        // nobody who ends okayd does it this way: it would leave behind those who wait
        LOG.warn("The writer of the store was interrupted; it goes on");
      }
    }
  }

  private void write(List<WriteJob<H, ?>> jobs) {
    try {
      H handle = batch.begin();
      for (WriteJob<H, ?> job : jobs) {
        attempt(job, handle);
      }
      finish(jobs);
    } catch (Throwable e) {
      batch.abandon();
      jobs.forEach(job -> job.failed(e));
    }
  }

  /** Only a mark that cannot be gone back to is a failure of the whole batch. */
  private void attempt(WriteJob<H, ?> job, H handle) {
    batch.mark();
    try {
      job.run(handle);
      batch.keep();
    } catch (Throwable e) {
      batch.undo(e);
      job.failed(e);
    }
  }

  private void finish(List<WriteJob<H, ?>> jobs) {
    List<WriteJob<H, ?>> kept = jobs.stream().filter(WriteJob::isOpen).toList();
    if (kept.isEmpty()) {
      batch.abandon();
      return;
    }
    batch.commit();
    kept.forEach(WriteJob::committed);
    tell();
  }

  private void tell() {
    try {
      listener.committed();
    } catch (Throwable e) {
      LOG.error("A listener of commits failed", e);
    }
  }
}
