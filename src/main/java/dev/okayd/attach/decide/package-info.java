/**
 * Decides what becomes of an attachment: pure functions from facts to the changed attachment, and
 * to the command that the agent gets. Knows no framework, SQL or configuration.
 */
@NullMarked
package dev.okayd.attach.decide;

import org.jspecify.annotations.NullMarked;
