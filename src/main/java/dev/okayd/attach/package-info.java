/**
 * What okayd records about an attachment: one device in one boot of one guest. Pure: its packages
 * decide, record, and talk to agents and orchestrators.
 */
@NullMarked
package dev.okayd.attach;

import org.jspecify.annotations.NullMarked;
