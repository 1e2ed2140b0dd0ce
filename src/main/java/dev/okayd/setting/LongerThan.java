package dev.okayd.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A duration that has to be longer than another setting of the same interface. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LongerThan {
  /** The last part of the name of the other setting, such as {@code heartbeat}. */
  String value();

  /** How many times the other setting. */
  int times() default 1;

  /** Whether it may also be exactly as long. */
  boolean orEqual() default false;
}
