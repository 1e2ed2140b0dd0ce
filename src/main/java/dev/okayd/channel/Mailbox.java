package dev.okayd.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What is outstanding for the agent of one guest. A command stays until it is withdrawn or another
 * one about its device takes its place, so an agent that died with it gets it again.
 */
final class Mailbox {
  private final Map<String, Command> outstanding = new LinkedHashMap<>();
  private String bootId = "";
  private Instant lastHeard = Instant.MIN;
  private CompletableFuture<Void> waiting = CompletableFuture.completedFuture(null);

  synchronized void put(String ofBoot, Command command) {
    enter(ofBoot);
    outstanding.put(command.device(), command);
    waiting.complete(null);
  }

  synchronized void withdraw(String device) {
    outstanding.remove(device);
  }

  /** What the agent of a boot has to do first. */
  synchronized Optional<Command> first(String ofBoot) {
    return ofBoot.equals(bootId) ? outstanding.values().stream().findFirst() : Optional.empty();
  }

  /**
   * Completes when there may be a command, or when another request waits in this one's place: an
   * agent has one at a time, and an older one is of a connection that it has lost.
   */
  synchronized CompletableFuture<Void> change() {
    waiting.complete(null);
    waiting = new CompletableFuture<>();
    if (!outstanding.isEmpty()) {
      waiting.complete(null);
    }
    return waiting;
  }

  /**
   * Notes a sign of life.
   *
   * @return whether it is the first one after a silence
   */
  synchronized boolean heard(String ofBoot, Instant now, Duration reachableFor) {
    enter(ofBoot);
    boolean wasSilent = !reaches(ofBoot, now, reachableFor);
    lastHeard = now;
    return wasSilent;
  }

  synchronized boolean reaches(String ofBoot, Instant now, Duration reachableFor) {
    return ofBoot.equals(bootId)
        && !lastHeard.equals(Instant.MIN)
        && now.isBefore(lastHeard.plus(reachableFor));
  }

  /** Commands of an earlier boot mean nothing in this one. */
  private void enter(String ofBoot) {
    if (!ofBoot.equals(bootId)) {
      bootId = ofBoot;
      outstanding.clear();
      lastHeard = Instant.MIN;
    }
  }
}
