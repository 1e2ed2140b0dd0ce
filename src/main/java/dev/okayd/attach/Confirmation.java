package dev.okayd.attach;

import dev.okayd.channel.Hello;
import dev.okayd.channel.Proof;
import dev.okayd.channel.Report;
import java.util.List;
import java.util.Optional;

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
record Confirmation(
    String bootId,
    Optional<String> planDigest,
    Optional<String> kernel,
    Optional<String> overlayInterface,
    Optional<Long> uptimeMillis,
    Report.Result result,
    Optional<Integer> errno,
    Optional<String> message,
    Optional<Long> micros,
    Proof proof) {

  Hello hello() {
    return new Hello(
        bootId,
        planDigest,
        kernel.orElse(""),
        overlayInterface.orElse(""),
        Optional.empty(),
        uptimeMillis,
        Optional.empty(),
        List.of());
  }

  Report report(String commandId) {
    return new Report(bootId, commandId, uptimeMillis, result, errno, message, micros, proof);
  }
}
