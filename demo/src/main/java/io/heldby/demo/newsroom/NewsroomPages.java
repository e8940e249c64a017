package io.heldby.demo.newsroom;

import io.heldby.lock.LockManager;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The list of articles, and what their readers see. Neither asks for a lock. */
@Controller
@RequestMapping("/newsroom")
class NewsroomPages {

    private final Articles articles;
    private final Publications publications;
    private final LockManager locks;

    NewsroomPages(Articles articles, Publications publications, LockManager locks) {
        this.articles = articles;
        this.publications = publications;
        this.locks = locks;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("articles", articles.rows());
        model.addAttribute("holders", holders());
        return "newsroom/articles";
    }

    @GetMapping("/articles/{id:\\d{1,9}}")
    String read(@PathVariable long id, Model model) throws SQLException {
        model.addAttribute("stored", articles.get(id));
        model.addAttribute("published", publications.find(id).orElse(null));
        return "newsroom/article";
    }

    /** Who edits which article now, by its number: what the badges say until their script runs. */
    private Map<String, LockView> holders() {
        LockQuery active = LockQuery.all("")
                .ofType(Article.TYPE)
                .inState(LockView.State.ACTIVE)
                .limit(500);
        return locks.find(active).locks().stream()
                .collect(Collectors.toMap(lock -> lock.key().id(), Function.identity(), (first, second) -> first));
    }
}
