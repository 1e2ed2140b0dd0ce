/**
 * The channel {@code xenstore}: agents ask by keys in their domains' own folders of the xenstore.
 *
 * <p>Below {@code /local/domain/DOMID/data/okayd} the agent writes {@code request}, and okayd
 * {@code answer}. Either value is a line {@code okayd1 SESSION NUMBER PARTS BYTES SHA256}, and
 * behind it the beginning of a message of so many bytes with this digest: a line with the path, or
 * with the status, and then the JSON. What does not fit is in {@code request-2}, {@code request-3}
 * and so on, or {@code answer-2} and so on, up to PARTS; they are written before. SESSION is a
 * number that the agent has drawn when it began, and NUMBER counts its requests, so no answer of
 * another boot, or to another request, is taken for one to this.
 *
 * <p>A domain reads and writes only its own folder, so what is there is of the guest that the
 * domain is; that is proof enough, and no token is sent.
 */
@NullMarked
package dev.okayd.channel.xenstore;

import org.jspecify.annotations.NullMarked;
