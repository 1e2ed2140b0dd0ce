package dev.okayd.channel;

/**
 * A request of an agent, over any channel.
 *
 * @param agent the sender
 * @param path relative to {@code /v1/guests/{guest}/agent/}, with its query
 * @param body JSON; empty if there is none
 */
public record AgentRequest(Agent agent, String path, String body) {}
