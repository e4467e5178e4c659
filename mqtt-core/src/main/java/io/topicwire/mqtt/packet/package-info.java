/**
 * The 15 control packets of MQTT 3.1.1 and 5.0 as immutable values, and how they are read
 * and written as bytes; the version is a parameter of the codec. Must not know streams,
 * threads, time, or what a packet does to a session.
 */
@NullMarked
package io.topicwire.mqtt.packet;

import org.jspecify.annotations.NullMarked;
