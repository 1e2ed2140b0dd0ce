package dev.okayd.testing;

import dev.okayd.channel.AgentAnswer;

/** One agent's connection to okayd. */
public interface AgentChannel extends AutoCloseable {

  /** Sends a request, and waits for the answer. */
  AgentAnswer ask(String path, String body);

  /** Sends a request, without waiting for the answer. */
  void send(String path, String body);

  @Override
  void close();
}
