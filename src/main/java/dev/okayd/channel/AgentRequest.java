package dev.okayd.channel;

/**
 * What an agent asks, over whatever channel.
 *
 * @param agent who asks
 * @param path behind {@code /v1/guests/{guest}/agent/}, with its query
 * @param body JSON; empty if there is none
 */
public record AgentRequest(Agent agent, String path, String body) {}
