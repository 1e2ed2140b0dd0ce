package dev.okayd.backend;

/**
 * A device of a guest, as a backend names it.
 *
 * @param guest name of the guest
 * @param device name of the device
 */
public record ServedDevice(String guest, String device) {}
