package dev.okayd.backend;

/**
 * A device of a guest, as the backend that serves it names it.
 *
 * @param guest name of the guest
 * @param device name of the device
 */
public record ServedDevice(String guest, String device) {}
