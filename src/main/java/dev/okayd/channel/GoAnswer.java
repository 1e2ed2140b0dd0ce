package dev.okayd.channel;

/**
 * A command may be carried out now.
 *
 * @param go the command
 * @param goSeconds for how long, from the moment at which the agent asked, by its own clock
 */
public record GoAnswer(CommandId go, long goSeconds) {}
