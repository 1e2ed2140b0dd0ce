package dev.okayd.attach.reconcile;

import dev.okayd.task.DaemonThreads;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Has one thread look for the guests of backends that said something, all of them together that did
 * so while it was busy: under load one question to the store stands for many events, and whoever
 * brought them does not wait for it.
 */
final class BackendChangeBatcher {
  private final Consumer<List<String>> look;
  private final Set<String> names = new LinkedHashSet<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(DaemonThreads.named("changed-backends"));

  /**
   * None yet.
   *
   * @param look is told the names; it throws nothing
   */
  BackendChangeBatcher(Consumer<List<String>> look) {
    this.look = look;
  }

  void add(String backend) {
    boolean first;
    synchronized (this) {
      first = names.isEmpty();
      names.add(backend);
    }
    if (first) {
      try {
        thread.execute(() -> look.accept(take()));
      } catch (RejectedExecutionException e) {
        // okayd is about to end; the one that starts next looks at every guest
      }
    }
  }

  /** Before the facts are read, so that a change after that is looked at again. */
  private synchronized List<String> take() {
    List<String> taken = List.copyOf(names);
    names.clear();
    return taken;
  }

  void stop() {
    thread.shutdownNow();
  }
}
