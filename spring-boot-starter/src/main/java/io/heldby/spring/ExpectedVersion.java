package io.heldby.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The version that a write is based on, as the request's {@code If-Match} says it: a parameter of a handler method, of type
 * {@code long}, {@code Long} or {@code Optional<Long>}.
 *
 * <pre>{@code
 * @PutMapping("/customers/{id}")
 * ResponseEntity<Customer> save(@PathVariable long id, @RequestBody Form form, @ExpectedVersion long version) {
 *     long saved = transactions.run(connection -> customers.update(connection, form.customer(id), version, form.by()));
 *     return ResponseEntity.ok().eTag(ETags.of(saved)).body(…);
 * }
 * }</pre>
 *
 * <p>The header must hold one strong ETag that {@link ETags#of} has made. Without it the request is refused with 428; with
 * anything else (several, {@code *}, other words) with 400; with a weak one, which never matches in {@code If-Match}, with
 * 412. The refusals are Spring's {@link org.springframework.web.ErrorResponseException}, so the application's own handler of
 * those goes before Heldby's answer.
 *
 * <p>The annotation compares nothing: what it gives goes to the statement that writes. When that statement meets another
 * version, the client reads 412, and 409 where the version did not come from here, but for example from the body.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface ExpectedVersion {

    /**
     * Whether a request without {@code If-Match} is refused. If not, a {@code Long} is null and an {@code Optional} empty;
     * an {@code Optional} needs not say so.
     */
    boolean required() default true;
}
