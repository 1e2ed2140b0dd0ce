package dev.okayd.channel.xenstore;

/**
 * Identifies a request of an agent.
 *
 * @param session random number of this start of the agent
 * @param number counts the requests of the session
 */
record XenstoreRequestId(String session, int number) {}
