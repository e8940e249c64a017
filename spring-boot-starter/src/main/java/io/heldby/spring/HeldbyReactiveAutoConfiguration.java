package io.heldby.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;

/** Says in the log of a WebFlux application what it does not get, rather than leaving it to wonder about a 404. */
@AutoConfiguration(after = HeldbyAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
public final class HeldbyReactiveAutoConfiguration {

    private static final System.Logger LOG = System.getLogger(HeldbyReactiveAutoConfiguration.class.getName());

    HeldbyReactiveAutoConfiguration() {
        LOG.log(
                System.Logger.Level.WARNING,
                "Heldby's HTTP API and its handling of HTTP sessions need Spring MVC, and this is a WebFlux application:"
                        + " they are off. LockManager, Guard and Edits are there; they block, so call them on a thread"
                        + " that may block (Schedulers.boundedElastic())");
    }
}
