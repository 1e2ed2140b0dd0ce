package dev.okayd.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Pending long polls by guest. They do not occupy threads. */
final class PendingLongPolls {
  /** An agent has one request at a time; the others belong to lost connections. */
  private static final int MOST_OF_A_GUEST = 4;

  private final Map<String, Deque<CompletableFuture<Void>>> waiting = new HashMap<>();

  /**
   * Adds a poll. The future completes when there may be a command; add it before checking for one.
   */
  synchronized CompletableFuture<Void> add(String guest) {
    CompletableFuture<Void> change = new CompletableFuture<>();
    Deque<CompletableFuture<Void>> others =
        waiting.computeIfAbsent(guest, name -> new ArrayDeque<>());
    others.removeIf(CompletableFuture::isDone);
    others.addLast(change);
    return change;
  }

  /** Completes the oldest polls above the limit; call this only for an authorized agent. */
  synchronized void keepFew(String guest) {
    Deque<CompletableFuture<Void>> all = waiting.getOrDefault(guest, new ArrayDeque<>());
    while (all.size() > MOST_OF_A_GUEST) {
      all.removeFirst().complete(null);
    }
  }

  /** Removes a poll. */
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
