package io.penstock.it.server;

import io.penstock.it.invariant.Invariants;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A suite that runs once for each server, and whose every test is followed by the check of the invariants. Its constructor and
 * its methods may ask for a {@link PostgresServer} and for a {@link io.penstock.it.invariant.TestClient}.
 */
@ClassTemplate
@ExtendWith(PostgresExtension.class)
@ExtendWith(Invariants.class)
@Timeout(30)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PostgresTest {

    /** The major versions of the embedded servers; of no meaning for others. */
    int[] versions() default {14, 18};
}
