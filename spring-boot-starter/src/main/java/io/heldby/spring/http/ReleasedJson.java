package io.heldby.spring.http;

/** How many locks an editing session gave back. */
record ReleasedJson(int released) {}
