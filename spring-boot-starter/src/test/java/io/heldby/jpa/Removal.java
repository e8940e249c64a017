package io.heldby.jpa;

/** A fragment of a repository that takes the place of Spring Data's own delete. */
interface Removal<T> {

    void delete(T entity);
}
