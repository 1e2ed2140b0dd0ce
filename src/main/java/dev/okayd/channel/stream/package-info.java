/**
 * The channel {@code stream}: requests of an agent over any byte stream to its guest, such as a
 * serial port that is also the console.
 *
 * <p>The protocol consists of lines of text, because a console may change or interleave other data.
 * The lines are
 *
 * <pre>
 * &#64;okayd1 TYPE LINK NUMBER ... CHECK
 *
 * &#64;okayd1 q LINK NUMBER PART LENGTH DIGEST PAYLOAD CHECK    agent:  a part of a request
 * &#64;okayd1 w LINK NUMBER LIST CHECK                           agent:  parts of the answer that it wants
 * &#64;okayd1 a LINK NUMBER PART LENGTH DIGEST PAYLOAD CHECK    okayd:  a part of the answer
 * &#64;okayd1 m LINK NUMBER LIST CHECK                           okayd:  parts of the request that it misses
 * </pre>
 *
 * <ul>
 *   <li>One space separates fields. LF ends a line; a CR before it is ignored. A line begins at the
 *       last {@code @okayd1 } since the last LF, and has at most 160 characters. All other data is
 *       noise and is dropped.
 *   <li>LINK: 8 random hex digits for each start of an agent. NUMBER: 1 to 9 digits, counts the
 *       requests of a link from 1. Both together identify a request and its answer, so an answer
 *       for another boot, agent or request is never accepted.
 *   <li>A message consists of a first line, LF, and the JSON body, which may be empty. The first
 *       line of a request is the path relative to {@code /v1/guests/{guest}/agent/}; that of an
 *       answer is its HTTP status. LENGTH counts the message's bytes, in decimal; DIGEST is the
 *       first 8 hex digits of its SHA-256. Part n, from 1, has bytes 57(n-1) to 57n-1, so all but
 *       the last have 57 bytes; PAYLOAD is base64 of them.
 *   <li>CHECK: the first 8 hex digits of the SHA-256 of the line up to the space before it.
 *   <li>LIST: parts and ranges of parts in ascending order, such as {@code 1-3,7}, with at most 76
 *       characters; a hyphen means none. The sender omits further parts and lists them later.
 * </ul>
 *
 * <p>The agent drives the protocol. okayd has no timers, and sends only what the agent requested,
 * because a boot loader may be reading the console. The agent sends all parts of a request. When
 * okayd has them all, it sends {@code m} with no missing part. As soon as the answer is ready,
 * okayd sends its first 24 parts. The agent sends {@code w} when it receives nothing new, and when
 * it has those 24 parts and there are more. okayd then sends {@code m} with the missing parts of
 * the request, or {@code m} with none while the answer is not ready, or up to 24 of the wanted
 * parts.
 *
 * <p>okayd keeps one request and its answer. A part with another LINK, or with a higher NUMBER of
 * the same LINK, replaces the request and ends its wait; a lower NUMBER is ignored. So okayd
 * executes a repeated request once. After a restart, okayd reports all parts of a request as
 * missing, receives them again, and answers again. A different answer has another DIGEST, so the
 * parts of two answers are never mixed.
 *
 * <p>A request has at most 128 KiB; okayd answers a longer one with 413 after its first part.
 */
@NullMarked
package dev.okayd.channel.stream;

import org.jspecify.annotations.NullMarked;
