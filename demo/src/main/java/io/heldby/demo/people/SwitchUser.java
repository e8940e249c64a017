package io.heldby.demo.people;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * Signs out and in again as somebody else, without a password: a convenience of the demo. The sign-out is a real one, so
 * that it ends the session and with it the locks of whoever was signed in.
 */
@Controller
class SwitchUser {

    private final UserDetailsService users;
    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    SwitchUser(UserDetailsService users) {
        this.users = users;
    }

    @PostMapping("/switch")
    String switchTo(
            @RequestParam String user,
            @RequestParam(defaultValue = "/") String returnTo,
            HttpServletRequest request,
            HttpServletResponse response)
            throws ServletException {
        UserDetails next = load(user);
        request.logout();
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(next, null, next.getAuthorities()));
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
        return "redirect:" + (isLocal(returnTo) ? returnTo : "/");
    }

    private UserDetails load(String user) {
        try {
            return users.loadUserByUsername(user);
        } catch (UsernameNotFoundException nobody) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "nobody here is called \"" + user + "\"", nobody);
        }
    }

    /** A path of this application, and not {@code //elsewhere}, which browsers take for another host. */
    private static boolean isLocal(String path) {
        return path.matches("/|/[a-z0-9][a-z0-9/-]*");
    }
}
