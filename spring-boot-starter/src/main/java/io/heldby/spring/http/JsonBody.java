package io.heldby.spring.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A parameter that is read from the body by {@link Json}, not by the application's converters. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@interface JsonBody {

    /** The longest that is read. */
    int maxKibibytes() default 64;
}
