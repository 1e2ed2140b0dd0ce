package dev.okayd.cli.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.client.ServiceRefusedException;
import dev.okayd.document.ParserFault;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.dtb.FdtFormatException;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.fdt.overlay.OverlayException;
import dev.okayd.platform.catalog.PlatformException;
import dev.okayd.xl.config.XlException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints one line for each fault on standard error. Bad input, or a service that does not answer,
 * gives exit code 3. A refusal by the service gives exit code 1. Only bugs print a stack trace.
 */
public final class RefusalPrinter implements IExecutionExceptionHandler {
  public static final int BAD_INPUT = 3;
  public static final int REFUSED = 1;

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine commandLine, ParseResult result) throws Exception {
    return handle(exception, commandLine);
  }

  /** Prints the faults; returns the exit code. */
  public int handle(Exception exception, CommandLine commandLine) throws Exception {
    if (exception instanceof ServiceRefusedException refusal) {
      refusal.lines().forEach(line -> print(commandLine, line));
      return REFUSED;
    }
    String input = exception instanceof InputException in ? in.input() + ": " : "";
    Throwable cause =
        exception instanceof InputException in && in.getCause() != null ? in.getCause() : exception;
    if (cause instanceof OkaydException refusal) {
      refusal
          .faults()
          .forEach(
              fault -> print(commandLine, input + fault.code().code() + ": " + fault.message()));
    } else if (cause instanceof DtsException dts) {
      // its message names the file, which may be an included one
      dts.errors().forEach(error -> print(commandLine, error.toString()));
    } else if (cause instanceof XlException config) {
      config.errors().forEach(error -> print(commandLine, error.toString()));
    } else if (cause instanceof JsonProcessingException json) {
      print(commandLine, input + ParserFault.of(json).message());
    } else if (cause instanceof PlatformException platform) {
      platform.lines().forEach(line -> print(commandLine, input + line));
    } else if (cause instanceof NoSuchFileException missing) {
      print(commandLine, missing.getFile() + ": there is no such file or directory");
    } else if (cause instanceof FileAlreadyExistsException file) {
      print(commandLine, file.getFile() + ": this is a file, a directory is expected");
    } else if (cause instanceof AccessDeniedException denied) {
      print(commandLine, denied.getFile() + ": access is denied");
    } else if (cause instanceof InvalidPathException) {
      print(
          commandLine, input + "a file name has characters outside the locale; set LC_ALL=C.UTF-8");
    } else if (cause instanceof FdtFormatException
        || cause instanceof OverlayException
        || cause instanceof IOException) {
      print(commandLine, input + cause.getMessage());
    } else {
      throw exception;
    }
    return BAD_INPUT;
  }

  private static void print(CommandLine commandLine, @Nullable String line) {
    commandLine.getErr().println("okayd: " + line);
  }
}
