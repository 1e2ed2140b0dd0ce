@NullMarked
package dev.okayd.cli.service;

import org.jspecify.annotations.NullMarked;
