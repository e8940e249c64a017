package io.heldby.demo.replay;

/** Two people at a workplace who want the same record. Every bean of this type is on the page, in the order of the beans. */
public interface Script {

    About about();

    /** One visitor's own performance, which has written nothing yet. */
    Play play();
}
