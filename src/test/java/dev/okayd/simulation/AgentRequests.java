package dev.okayd.simulation;

import dev.okayd.channel.Agent;
import dev.okayd.channel.Command;
import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Hello;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The requests that a process of okayd serves for the agents of guests. */
final class AgentRequests {
  private final SimulatedOkayd okayd;
  private final SimulatedInbox inbox;
  private final World world;

  /** The long polls, by guest. */
  private final Map<String, List<Runnable>> waiting = new HashMap<>();

  AgentRequests(SimulatedOkayd okayd, World world) {
    this.okayd = okayd;
    this.inbox = okayd.inbox();
    this.world = world;
  }

  void session(Agent agent, Consumer<Reply> reply) {
    okayd.serve(reply, () -> Reply.done(inbox.session(agent)));
  }

  void hello(Agent agent, Hello hello, Runnable onAccepted, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          world
              .store()
              .onNextCommit(
                  () -> {
                    onAccepted.run();
                    world.plans().represented(agent.guest());
                  });
          inbox.hello(agent, hello);
          return Reply.done();
        });
  }

  void next(Agent agent, String bootId, long uptimeMillis, Duration wait, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          Optional<Command> now = inbox.next(agent, bootId, uptimeMillis);
          if (now.isPresent()) {
            return Reply.done(now.get());
          }
          await(agent, bootId, wait, reply);
          return SimulatedOkayd.LATER;
        });
  }

  /** Replies to a long poll once: when there may be a command, or at its timeout. */
  private void await(Agent agent, String bootId, Duration wait, Consumer<Reply> reply) {
    boolean[] done = new boolean[1];
    Runnable again =
        () -> {
          if (!done[0]) {
            done[0] = true;
            okayd.serve(
                reply,
                () -> inbox.nextLater(agent, bootId).map(Reply::done).orElseGet(Reply::done));
          }
        };
    waiting.computeIfAbsent(agent.guest(), name -> new ArrayList<>()).add(again);
    okayd.later(wait.toNanos() / 1000, again);
  }

  void go(Agent agent, String bootId, String commandId, Consumer<Reply> reply) {
    okayd.serve(reply, () -> Reply.done(inbox.go(agent, bootId, commandId)));
  }

  void report(Agent agent, CommandReport report, Consumer<Reply> reply) {
    okayd.serve(
        reply,
        () -> {
          inbox.report(agent, report);
          return Reply.done();
        });
  }

  /** The long polls of this guest's agent check for a command again. */
  void wake(String guest) {
    Optional.ofNullable(waiting.remove(guest)).orElse(List.of()).forEach(Runnable::run);
  }
}
