package io.topicwire.mqtt.trace.decode;

import java.time.Instant;

/**
 * What was captured at one moment.
 *
 * @param linkType what the frame begins with, as the Tcpdump Group numbers it
 * @param time when it was captured, or {@link Instant#EPOCH} if that is not known
 * @param bytes the frame
 */
record CapturedFrame(int linkType, Instant time, byte[] bytes) {

}
