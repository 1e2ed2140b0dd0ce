@org.jspecify.annotations.NullMarked
package dev.okayd.channel.xenstore;
