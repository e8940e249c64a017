package io.heldby.demo.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

/** Somebody who watches, in an HTTP session of their own. */
final class Visitor {

    private final MockMvc mvc;
    private final String user;
    private final MockHttpSession session = new MockHttpSession();

    Visitor(MockMvc mvc, String user) {
        this.mvc = mvc;
        this.user = user;
    }

    Shown look(String path) throws Exception {
        var page = mvc.perform(get("/replay/" + path).session(session).with(user(user)))
                .andReturn()
                .getModelAndView();
        assertThat(page).as("the page of " + path).isNotNull();
        return (Shown) page.getModel().get("shown");
    }

    Shown next(String path) throws Exception {
        press(path, look(path).done());
        return look(path);
    }

    /** Presses [Next step] on a page that has seen so many steps. */
    void press(String path, int done) throws Exception {
        mvc.perform(post("/replay/" + path + "/next")
                        .param("done", String.valueOf(done))
                        .session(session)
                        .with(user(user))
                        .with(csrf()))
                .andExpect(redirectedUrl("/replay/" + path));
    }

    Shown next(String path, int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            press(path, look(path).done());
        }
        return look(path);
    }

    Shown playToTheEnd(String path) throws Exception {
        Shown shown = look(path);
        return next(path, shown.captions().size() - shown.done());
    }

    void again(String path) throws Exception {
        mvc.perform(post("/replay/" + path + "/again")
                        .session(session)
                        .with(user(user))
                        .with(csrf()))
                .andExpect(redirectedUrl("/replay/" + path));
    }

    String page(String address) throws Exception {
        return mvc.perform(get(address).session(session).with(user(user)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    void signsOut() {
        if (!session.isInvalid()) {
            session.invalidate();
        }
    }
}
