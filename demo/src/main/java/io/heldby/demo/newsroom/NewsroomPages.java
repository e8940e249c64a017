package io.heldby.demo.newsroom;

import io.heldby.demo.Holders;
import java.sql.SQLException;
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
    private final Holders holders;

    NewsroomPages(Articles articles, Publications publications, Holders holders) {
        this.articles = articles;
        this.publications = publications;
        this.holders = holders;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("articles", articles.rows());
        model.addAttribute("holders", holders.of(Article.TYPE));
        return "newsroom/articles";
    }

    @GetMapping("/articles/{id:\\d{1,9}}")
    String read(@PathVariable long id, Model model) throws SQLException {
        model.addAttribute("stored", articles.get(id));
        model.addAttribute("published", publications.find(id).orElse(null));
        return "newsroom/article";
    }
}
