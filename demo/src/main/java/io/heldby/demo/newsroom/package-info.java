/** Workplace 2, the Newsroom: an article with its sections is checked out by one person, while everybody reads what is published. */
@NullMarked
package io.heldby.demo.newsroom;

import org.jspecify.annotations.NullMarked;
