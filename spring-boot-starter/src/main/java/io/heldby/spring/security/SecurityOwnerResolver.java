package io.heldby.spring.security;

import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** The owner is whoever is signed in with Spring Security; somebody anonymous owns nothing. Safe for use by many threads. */
public final class SecurityOwnerResolver implements OwnerResolver {

    private final AuthenticationTrustResolver trust = new AuthenticationTrustResolverImpl();
    private final DisplayNames displayNames;

    public SecurityOwnerResolver(DisplayNames displayNames) {
        this.displayNames = displayNames;
    }

    @Override
    public Optional<Owner> owner(String session) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !trust.isAuthenticated(authentication)) {
            return Optional.empty();
        }
        String user = authentication.getName();
        return Optional.of(Owner.of(user, session).named(displayNames.displayName(user)));
    }
}
