/** Commands that call a running okayd: backup, restore and confirm. */
@NullMarked
package dev.okayd.cli.service;

import org.jspecify.annotations.NullMarked;
