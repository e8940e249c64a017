/** "Watch two people": replays what happens when two want the same record, at every workplace. */
@NullMarked
package io.heldby.demo.replay;

import org.jspecify.annotations.NullMarked;
