package dev.okayd.channel;

/**
 * The agent may execute a command now.
 *
 * @param go the id of the command
 * @param goSeconds for how long, from the time of the agent's request, by the agent's clock
 */
public record GoAnswer(CommandId go, long goSeconds) {}
