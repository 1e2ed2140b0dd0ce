package dev.okayd.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code restore FILE [--url URL]}. */
@Command(
    name = "restore",
    description = {
      "Replaces the whole state of a running okayd with a backup, completely or not at all.",
      "Changes made after the backup are lost."
    })
public final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private ServiceOption service = new ServiceOption();

  @Parameters(paramLabel = "FILE", description = "A backup written by okayd backup")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    JsonNode restored = service.client().post("/v1/restore", "application/gzip", body());
    command
        .commandLine()
        .getOut()
        .printf(
            "restored %d guests and %d backends; the log continues after %d%n",
            restored.path("guests").asLong(),
            restored.path("backends").asLong(),
            restored.path("seq").asLong());
    command.commandLine().getOut().flush();
    return ExitCode.OK;
  }

  private BodyPublisher body() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return BodyPublishers.ofFile(file);
  }
}
