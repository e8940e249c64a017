package io.heldby.spring.http;

import java.util.List;

/** What the operators are asked for and have not answered yet, the oldest first. */
record ReleaseRequestsJson(List<HandOverRequestJson> requests) {}
