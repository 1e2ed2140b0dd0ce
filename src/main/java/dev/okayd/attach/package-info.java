/**
 * Attachments: one device in one boot of one guest, brought to where it should be and believed only
 * with proof.
 */
@NullMarked
package dev.okayd.attach;

import org.jspecify.annotations.NullMarked;
