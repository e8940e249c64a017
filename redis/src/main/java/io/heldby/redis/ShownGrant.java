package io.heldby.redis;

import io.heldby.lock.GrantRequest;

/**
 * What everybody may read about a grant that nobody shares, as JSON, without the time and the fence that the server puts
 * in between. The same as shown.lua writes; encoding it here spares the server the work.
 */
record ShownGrant(String beforeTime, String beforeFence, String behind) {

    static ShownGrant of(GrantRequest request, String lockId) {
        return new ShownGrant(
                "{\"ownerId\":" + json(request.owner().user())
                        + ",\"ownerName\":" + json(request.owner().displayName())
                        + ",\"acquiredAt\":\"",
                "\",\"lockId\":\"" + lockId + "\",\"mode\":\"" + request.mode().name() + "\",\"fence\":\"",
                "\",\"holders\":1" + (request.reason() == null ? "" : ",\"reason\":" + json(request.reason())) + "}");
    }

    /** Texts have no control characters, see {@link io.heldby.lock.LockRequest}; cjson puts a backslash before a slash. */
    private static String json(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c == '/') {
                json.append('\\');
            }
            json.append(c);
        }
        return json.append('"').toString();
    }
}
