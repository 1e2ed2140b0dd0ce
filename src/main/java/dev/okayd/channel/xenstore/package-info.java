/**
 * The channel {@code xenstore}: agents write requests into xenstore directories of their domains.
 *
 * <p>Below {@code /local/domain/DOMID/data/okayd} the agent writes {@code request}, and okayd
 * {@code answer}. Each value begins with a line {@code okayd1 SESSION NUMBER PARTS BYTES SHA256},
 * followed by the start of a message with this length and digest. A message is a line with the path
 * or the status, and then the JSON. The rest of a long message is in {@code request-2}, {@code
 * request-3} and so on, or {@code answer-2} and so on, up to PARTS; the sender writes these before
 * the first value. SESSION is a random number of this start of the agent, and NUMBER counts its
 * requests, so an answer from another boot or to another request is never mistaken for the answer.
 *
 * <p>A domain can read and write only its own directory, so a request there comes from that guest,
 * and the agent sends no token.
 */
@NullMarked
package dev.okayd.channel.xenstore;

import org.jspecify.annotations.NullMarked;
