package io.heldby.spring.security;

import io.heldby.lock.LockKey;
import io.heldby.spring.LockPermissions;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** Only holders of one authority may break locks, and read the policies and what was changed. */
record AuthorityPermissions(String operatorAuthority) implements LockPermissions {

    @Override
    public boolean mayBreak(LockKey key) {
        return isOperator();
    }

    @Override
    public boolean maySeeChanges(LockKey key) {
        return isOperator();
    }

    @Override
    public boolean maySeePolicies() {
        return isOperator();
    }

    private boolean isOperator() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null
                && authentication.getAuthorities().stream()
                        .anyMatch(authority -> operatorAuthority.equals(authority.getAuthority()));
    }
}
