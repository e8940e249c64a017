package com.example.bikeshop;

import java.security.Principal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice
public class SignedInAdvice {

    @ModelAttribute("signedInAs")
    public String signedInAs(Principal principal) {
        return principal == null ? null : principal.getName();
    }
}
