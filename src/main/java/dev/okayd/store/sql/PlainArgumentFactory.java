package dev.okayd.store.sql;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Binds strings and numbers, the only arguments of okayd's statements. Jdbi asks its argument
 * factories in turn for each argument; it asks the last registered one first, so this saves time.
 */
final class PlainArgumentFactory implements ArgumentFactory.Preparable {
  private static final Set<Type> PLAIN =
      Set.of(String.class, Long.class, long.class, Integer.class, int.class);

  @Override
  public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
    return PLAIN.contains(type) ? Optional.of(PlainArgumentFactory::argument) : Optional.empty();
  }

  private static Argument argument(Object value) {
    return (position, statement, context) -> statement.setObject(position, value);
  }
}
