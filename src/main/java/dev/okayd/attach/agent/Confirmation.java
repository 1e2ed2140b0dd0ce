package dev.okayd.attach.agent;

import dev.okayd.channel.CommandReport;
import dev.okayd.channel.Hello;
import dev.okayd.channel.Proof;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the agent printed when a person applied or removed an overlay: HELLO and a report in one.
 *
 * @param bootId of the boot that it happened in
 * @param planDigest what the guest's own tree carries
 * @param kernel release
 * @param overlayInterface what the agent applied it with
 * @param uptimeMillis of the guest then
 * @param result what the agent says
 * @param errno of the kernel, negative, if it refused
 * @param message of the agent
 * @param micros that the kernel took
 * @param proof what the guest sees now
 */
public record Confirmation(
    String bootId,
    Optional<String> planDigest,
    Optional<String> kernel,
    Optional<String> overlayInterface,
    Optional<Long> uptimeMillis,
    CommandReport.Result result,
    Optional<Integer> errno,
    Optional<String> message,
    Optional<Long> micros,
    Proof proof) {

  private static final Pattern BOOT_ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

  public Confirmation {
    if (!BOOT_ID.matcher(bootId).matches()) {
      throw new IllegalArgumentException(
          "bootId is Linux's boot id: 1 to 64 letters, digits and hyphens");
    }
    // both have bounds, which are to be kept before anything is done
    helloOf(bootId, planDigest, kernel, overlayInterface);
    new CommandReport(bootId, "", uptimeMillis, result, errno, message, micros, proof);
  }

  Hello hello() {
    return helloOf(bootId, planDigest, kernel, overlayInterface);
  }

  CommandReport report(String commandId) {
    return new CommandReport(
        bootId, commandId, uptimeMillis, result, errno, message, micros, proof);
  }

  /** Without the uptime: of which device something is seen first is left to the person. */
  private static Hello helloOf(
      String bootId,
      Optional<String> planDigest,
      Optional<String> kernel,
      Optional<String> overlayInterface) {
    return new Hello(
        bootId,
        planDigest,
        kernel.orElse(""),
        overlayInterface.orElse(""),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
