package dev.okayd.demo;

import dev.okayd.client.ServiceClient;
import dev.okayd.client.ServiceRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Shows the whole way of a device, from its plan to its removal, in a few seconds. It starts okayd",
      "on a store of its own, which is gone afterwards, and speaks to it as a guest and as a backend that",
      "it simulates. Exit code 0: all was as it should be."
    })
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path jar = RunningJar.find();
    DemoOutput story = new DemoOutput(command.commandLine().getOut());
    try (ChildService okayd = ChildService.start(jar)) {
      introduce(okayd, story);
      new Demo(new ServiceClient(okayd.address()), story, Clock.systemUTC()).run();
      return ExitCode.OK;
    } catch (DemoFailedException | ServiceRefusedException e) {
      command.commandLine().getErr().println("okayd: demo: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private static void introduce(ChildService okayd, DemoOutput story) throws IOException {
    story.line(
        "okayd is real: process %d, on a store of its own, at %s."
            .formatted(okayd.pid(), okayd.address()));
    story.line(
        "Simulated are the guest's kernel (by Linux's rules for overlays), its drivers, its agent,");
    story.line("and the backend. What they say to okayd, and okayd to them, goes over HTTP.");
  }
}
