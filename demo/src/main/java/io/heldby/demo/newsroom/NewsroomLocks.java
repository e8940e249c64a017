package io.heldby.demo.newsroom;

import io.heldby.lock.LockKey;
import io.heldby.spring.LockPolicyCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Root lock: who asks for the lock of a section gets that of its article. */
@Configuration(proxyBeanMethods = false)
class NewsroomLocks {

    /** The type of a section in a lock key. */
    static final String SECTION = "article-section";

    @Bean
    LockPolicyCustomizer newsroom(JdbcClient jdbc) {
        return policies -> policies.withRoot(SECTION, section -> articleOf(section, jdbc));
    }

    private static LockKey articleOf(LockKey section, JdbcClient jdbc) {
        long article = jdbc.sql("SELECT article_id FROM article_section WHERE id = ?")
                .param(section.id())
                .query(Long.class)
                .optional()
                .orElseThrow(() -> new IllegalArgumentException("there is no section \"" + section.id() + "\""));
        return new LockKey(section.tenant(), Article.TYPE, String.valueOf(article));
    }
}
