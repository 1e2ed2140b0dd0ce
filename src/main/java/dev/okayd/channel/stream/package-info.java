/**
 * The channel {@code stream}: an agent's requests over any byte stream to its guest, such as the
 * one serial port, which is the console too.
 *
 * <p>What travels is text, in lines, for that is what survives there. A line of the protocol is
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
 *   <li>One space between fields, LF at the end, CR before it is ignored. A line begins at the last
 *       {@code @okayd1 } in what came since the last LF, and has 160 characters at most. Whatever
 *       is not exactly such a line is noise, and is dropped.
 *   <li>LINK: 8 hex digits, drawn anew by each start of an agent. NUMBER: 1 to 9 digits, counts the
 *       requests of a link from 1. Both together name a request and its answer, so no answer is
 *       taken for one to another boot, agent or request.
 *   <li>A message is bytes: a first line, LF, and the JSON body, be it empty. The first line of a
 *       request is the path behind {@code /v1/guests/{guest}/agent/}; that of an answer is its HTTP
 *       status. LENGTH counts the message's bytes, in decimal; DIGEST is the first 8 hex digits of
 *       its SHA-256. Part n, from 1, has bytes 57(n-1) to 57n-1, so all but the last have 57 bytes;
 *       PAYLOAD is base64 of them.
 *   <li>CHECK: the first 8 hex digits of the SHA-256 of the line up to the space before it.
 *   <li>LIST: parts and ranges of parts in ascending order, {@code 1-3,7}, in 76 characters at
 *       most; a hyphen for none. What would make it longer is left out, and asked for later.
 * </ul>
 *
 * <p>The agent drives; okayd has no timers, and never sends what was not asked for, as what listens
 * on a console may be a boot loader. The agent sends all parts of a request, and okayd says {@code
 * m} with no part missing when it has them all. okayd sends the first 24 parts of the answer as
 * soon as there is one. Whenever nothing new comes, and when those 24 are there and there are more,
 * the agent says {@code w}; okayd says what it misses, or that it misses nothing and the answer is
 * still to come, or sends up to 24 of the wanted parts. okayd keeps one request and its answer: a
 * part of one with another LINK, or with a higher NUMBER of the same, takes its place and ends its
 * wait; a lower NUMBER is ignored. So what is sent twice is carried out once. After a restart okayd
 * misses all parts of a request that it is asked about, gets them again and answers anew, with
 * another DIGEST if the answer is another one, so parts of the two are never mixed.
 *
 * <p>A request is 128 KiB at most; a longer one is answered with 413 after its first part.
 */
@NullMarked
package dev.okayd.channel.stream;

import org.jspecify.annotations.NullMarked;
