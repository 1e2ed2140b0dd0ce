package dev.okayd.attach;

/**
 * A device that may be live in a guest.
 *
 * @param guest its name
 * @param device its name
 * @param phase where its attachment is
 * @param reason why
 * @param message the reason in a sentence
 */
public record LiveDevice(String guest, String device, Phase phase, Reason reason, String message) {}
