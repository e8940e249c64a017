package io.heldby.demo;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** How to reach the database server that a profile has started. */
record OwnConnection(String url, String user, String password) implements JdbcConnectionDetails {

    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return user;
    }

    @Override
    public String getPassword() {
        return password;
    }
}
