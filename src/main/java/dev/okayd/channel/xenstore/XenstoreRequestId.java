package dev.okayd.channel.xenstore;

/**
 * Names a request of an agent.
 *
 * @param session drawn by the agent when it began
 * @param number counts its requests
 */
record XenstoreRequestId(String session, int number) {}
