package dev.okayd.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The numbers that a setting takes. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CountRange {
  /** The least one. */
  long least() default 1;

  /** The greatest one; {@code Long.MAX_VALUE} for no bound. */
  long most();
}
