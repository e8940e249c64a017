package io.heldby.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Has Spring Boot print problem and remedy instead of a stack trace. */
final class HeldbyFailureAnalyzer extends AbstractFailureAnalyzer<HeldbyConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, HeldbyConfigurationException cause) {
        return new FailureAnalysis(cause.problem(), cause.action(), cause);
    }
}
