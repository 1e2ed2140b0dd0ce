package dev.okayd.cli.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code backup -o FILE [--url URL]}. */
@Command(
    name = "backup",
    description = {
      "Writes the whole state of a running okayd at one moment to a file.",
      "The file contains the signing secrets of backends, so only its owner may read it."
    })
public final class BackupCommand implements Callable<Integer> {
  @Mixin private ServiceOption service = new ServiceOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The backup, a .jsonl.gz; written only if the backup is complete")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    Path directory = output.toAbsolutePath().normalize().getParent();
    try (InputStream backup = service.client().get("/v1/backup")) {
      Path part = Files.createTempFile(directory, ".okayd", ".part");
      try {
        // Files.copy would create a new file that every user may read
        try (OutputStream out = Files.newOutputStream(part)) {
          backup.transferTo(out);
        }
        Files.move(part, output, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
    return ExitCode.OK;
  }
}
