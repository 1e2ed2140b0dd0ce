package dev.okayd.start;

import dev.okayd.error.StartRefusedException;
import dev.okayd.platform.catalog.PlatformException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/** Says in a line what kept the service from starting. */
final class StartFailure {
  /** How Netty and Vert.x refuse the number of a port. */
  private static final Pattern PORT = Pattern.compile("port .*must be .*");

  private static final Pattern CONVERSION =
      Pattern.compile(
          "property (\\S+) with the config value \"(.*)\" threw an Exception whilst being converted (?:SRCFG\\d+: )?(.*)");

  /** The type and the code before the message of SmallRye Config. */
  private static final Pattern EXCEPTION = Pattern.compile("^(?:[\\w.]+: )?(?:SRCFG\\d+: )?");

  private static final String SSL_PORT = "quarkus.http.ssl-port";
  private static final String UNSET = "?";

  private final Config config;

  StartFailure(Config config) {
    this.config = config;
  }

  /** A line for each cause that the user can remove; empty for a bug of okayd. */
  List<String> lines(Throwable failure) {
    return causes(failure).flatMap(cause -> known(cause).stream()).findFirst().orElse(List.of());
  }

  private static Stream<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = failure; at != null && !causes.contains(at); at = at.getCause()) {
      causes.add(at);
    }
    return causes.stream();
  }

  private Optional<List<String>> known(Throwable cause) {
    if (cause instanceof StartRefusedException refusal) {
      return Optional.of(List.of(String.valueOf(refusal.getMessage())));
    }
    if (cause instanceof PlatformException platform) {
      return Optional.of(platform.lines());
    }
    if (cause instanceof ConfigValidationException invalid) {
      return Optional.of(
          IntStream.range(0, invalid.getProblemCount())
              .mapToObj(i -> invalidSetting(invalid.getProblem(i).getMessage()))
              .toList());
    }
    String message = String.valueOf(cause.getMessage());
    if (cause instanceof FileSystemException file) {
      return Optional.of(
          List.of(
              "okayd needs the file %s: %s. Put it there, make it accessible, or change the setting that names it"
                  .formatted(file.getFile(), reason(file))));
    }
    if (cause instanceof QuarkusBindException || cause instanceof BindException) {
      String reason = message.substring(message.lastIndexOf(": ") + 1).strip();
      return Optional.of(
          List.of(
              "okayd cannot listen on %s: %s. End the program that has the port, or change quarkus.http.host or quarkus.http.port"
                  .formatted(address(), reason)));
    }
    if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
      return Optional.of(
          List.of(
              "okayd cannot listen on %s: there is no such host. Change quarkus.http.host"
                  .formatted(address())));
    }
    if (cause instanceof IllegalArgumentException && PORT.matcher(message).matches()) {
      String setting = isPort(value(SSL_PORT)) ? "quarkus.http.port" : SSL_PORT;
      return Optional.of(
          List.of(
              "%s is %s; expected is a number from 0 to 65535. Change %s"
                  .formatted(setting, value(setting), setting)));
    }
    return Optional.empty();
  }

  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "it is missing";
    }
    return failure instanceof AccessDeniedException
        ? "okayd may not access it"
        : String.valueOf(failure.getReason());
  }

  /** How SmallRye Config refuses a file of settings. */
  static String unreadable(IllegalArgumentException failure) {
    Throwable cause = failure.getCause();
    return "The settings cannot be read: %s%s. Correct config/application.properties, or make it readable"
        .formatted(
            EXCEPTION.matcher(String.valueOf(failure.getMessage())).replaceFirst(""),
            cause == null ? "" : " (%s)".formatted(cause.getClass().getSimpleName()));
  }

  private static String invalidSetting(String problem) {
    Matcher conversion = CONVERSION.matcher(problem);
    return conversion.find()
        ? "%s is \"%s\": %s. Change it"
            .formatted(conversion.group(1), conversion.group(2), conversion.group(3))
        : "The configuration is not valid: " + EXCEPTION.matcher(problem).replaceFirst("");
  }

  private static boolean isPort(String text) {
    return text.equals(UNSET) || (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535);
  }

  private String address() {
    return value("quarkus.http.host") + ":" + value("quarkus.http.port");
  }

  private String value(String name) {
    return config.getOptionalValue(name, String.class).orElse(UNSET);
  }
}
