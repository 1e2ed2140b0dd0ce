package dev.okayd.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * What is outstanding for the agent of one guest. A command stays until it is withdrawn or another
 * one about its device takes its place, so an agent that died with it gets it again. Times are of a
 * clock that nobody sets.
 */
final class Mailbox {
  /** An agent has one request at a time; the others are of connections that it has lost. */
  private static final int MOST_WAITING = 4;

  private final Map<String, Command> outstanding = new LinkedHashMap<>();
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private String bootId = "";
  private OptionalLong lastHeardNanos = OptionalLong.empty();

  synchronized void put(String ofBoot, Command command) {
    enter(ofBoot);
    outstanding.put(command.device(), command);
    release();
  }

  synchronized void withdraw(String device) {
    outstanding.remove(device);
  }

  /** What the agent of a boot has to do first. */
  synchronized Optional<Command> first(String ofBoot) {
    return ofBoot.equals(bootId) ? outstanding.values().stream().findFirst() : Optional.empty();
  }

  /** Completes when there may be a command. */
  synchronized CompletableFuture<Void> change() {
    CompletableFuture<Void> change = new CompletableFuture<>();
    if (!outstanding.isEmpty()) {
      change.complete(null);
      return change;
    }
    waiting.removeIf(CompletableFuture::isDone);
    if (waiting.size() == MOST_WAITING) {
      waiting.removeFirst().complete(null);
    }
    waiting.addLast(change);
    return change;
  }

  /** Completes whatever waits for a change. */
  synchronized void release() {
    waiting.forEach(change -> change.complete(null));
    waiting.clear();
  }

  /**
   * Notes a sign of life.
   *
   * @return whether it is the first one after a silence
   */
  synchronized boolean heard(String ofBoot, long nowNanos, Duration reachableFor) {
    enter(ofBoot);
    boolean wasSilent = !reaches(ofBoot, nowNanos, reachableFor);
    lastHeardNanos = OptionalLong.of(nowNanos);
    return wasSilent;
  }

  synchronized boolean reaches(String ofBoot, long nowNanos, Duration reachableFor) {
    return ofBoot.equals(bootId)
        && lastHeardNanos.isPresent()
        && nowNanos - lastHeardNanos.getAsLong() < reachableFor.toNanos();
  }

  /** Commands of an earlier boot mean nothing in this one. */
  private void enter(String ofBoot) {
    if (!ofBoot.equals(bootId)) {
      bootId = ofBoot;
      outstanding.clear();
      lastHeardNanos = OptionalLong.empty();
    }
  }
}
