package dev.okayd.channel;

/**
 * An answer to an agent, over any channel.
 *
 * @param status the status that HTTP would have
 * @param body JSON; empty if there is none
 */
public record AgentAnswer(int status, String body) {
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;

  static AgentAnswer ok(String body) {
    return new AgentAnswer(OK, body);
  }

  static AgentAnswer nothing() {
    return new AgentAnswer(NO_CONTENT, "");
  }
}
