package dev.okayd.store.commit;

import dev.okayd.store.CommitListener;
import dev.okayd.task.DaemonThreads;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One writer thread runs all write transactions in turn. It commits those together that queued
 * while it was busy, so that they share one fsync, the main cost of a transaction. It never waits
 * for a batch to fill. A failed job is undone alone.
 *
 * @param <H> the handle of a job
 */
public final class GroupCommit<H> implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(GroupCommit.class);

  private final CommitBatch<H> batch;
  private final WriteJobQueue<H> queue;
  private final int largestBatch;
  private final CommitListener listener;
  private final Thread writer;

  public GroupCommit(CommitBatch<H> batch, int largestBatch, CommitListener listener) {
    this.batch = batch;
    this.queue = new WriteJobQueue<>();
    this.largestBatch = largestBatch;
    this.listener = listener;
    this.writer = DaemonThreads.create("store-writer", this::write);
    writer.start();
  }

  /** Runs a job; its changes are on the disk when this returns. */
  public <T> T run(Function<H, T> work) {
    refuseInside();
    WriteJob<H, T> job = new WriteJob<>(work);
    queue.add(job);
    return job.await();
  }

  /** Rejects calls from inside a transaction: the writer thread would wait for itself. */
  public void refuseInside() {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException(
          "The store was called from inside a transaction, or by a CommitListener");
    }
  }

  /** How many jobs wait for the next batch. */
  public int waiting() {
    return queue.size();
  }

  /** Finishes the queued jobs and rejects new ones. */
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
        // no shutdown path interrupts the writer; stopping here would leave callers waiting
        LOG.warn("The store's writer thread was interrupted; it continues");
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

  /** A failed job fails the whole batch only if its savepoint cannot be restored. */
  private void attempt(WriteJob<H, ?> job, H handle) {
    batch.setSavepoint();
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
    notifyListener();
  }

  private void notifyListener() {
    try {
      listener.committed();
    } catch (Throwable e) {
      LOG.error("A listener of commits failed", e);
    }
  }
}
