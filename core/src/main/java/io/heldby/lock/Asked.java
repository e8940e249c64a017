package io.heldby.lock;

/** The answer to a request for a hand-over. */
public sealed interface Asked {

    /**
     * The holder is told with the next heartbeat.
     *
     * @param request the one that this editing session has made before, if nobody has answered it yet, or if the holder
     *     keeps the lock until a time that has not come
     */
    record Waiting(HandOverRequest request) implements Asked {}

    /** Nobody can be asked: it is one's own lock, or shared, or being saved at this moment. */
    record Refused(Denied denied) implements Asked {}

    /** The lock that was shown is over: look again, it may be free. */
    record Gone() implements Asked {}
}
