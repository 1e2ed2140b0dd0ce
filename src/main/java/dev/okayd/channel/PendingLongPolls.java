package dev.okayd.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Requests of agents that wait for a command, by guest. No thread waits. */
final class PendingLongPolls {
  /** An agent has one request at a time; the others are of connections that it has lost. */
  private static final int MOST_OF_A_GUEST = 4;

  private final Map<String, Deque<CompletableFuture<Void>>> waiting = new HashMap<>();

  /**
   * Completes when there may be a command; to be asked for before it is looked whether there is.
   */
  synchronized CompletableFuture<Void> add(String guest) {
    CompletableFuture<Void> change = new CompletableFuture<>();
    Deque<CompletableFuture<Void>> others =
        waiting.computeIfAbsent(guest, name -> new ArrayDeque<>());
    others.removeIf(CompletableFuture::isDone);
    others.addLast(change);
    return change;
  }

  /**
   * Lets the longest waiting go; to be asked for when it is known that this is the guest's agent.
   */
  synchronized void keepFew(String guest) {
    Deque<CompletableFuture<Void>> all = waiting.getOrDefault(guest, new ArrayDeque<>());
    while (all.size() > MOST_OF_A_GUEST) {
      all.removeFirst().complete(null);
    }
  }

  /** Nobody waits for this one any more. */
  synchronized void remove(String guest, CompletableFuture<Void> change) {
    change.complete(null);
    Deque<CompletableFuture<Void>> others = waiting.get(guest);
    if (others != null) {
      others.removeIf(CompletableFuture::isDone);
      if (others.isEmpty()) {
        waiting.remove(guest);
      }
    }
  }

  void wake(String guest) {
    Deque<CompletableFuture<Void>> woken;
    synchronized (this) {
      woken = waiting.remove(guest);
    }
    if (woken != null) {
      woken.forEach(change -> change.complete(null));
    }
  }

  void wakeAll() {
    List<String> guests;
    synchronized (this) {
      guests = List.copyOf(waiting.keySet());
    }
    guests.forEach(this::wake);
  }
}
