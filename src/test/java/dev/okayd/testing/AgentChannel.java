package dev.okayd.testing;

import dev.okayd.channel.AgentAnswer;

/** The way of one agent to okayd. */
public interface AgentChannel extends AutoCloseable {

  /** Asks, and waits for the answer. */
  AgentAnswer ask(String path, String body);

  /** Asks, and goes on without the answer. */
  void send(String path, String body);

  @Override
  void close();
}
