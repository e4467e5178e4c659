/**
 * Streams of bytes to a server and back. Knows addresses, sockets and time limits. Must
 * not know MQTT: what the bytes mean is none of its business.
 */
@NullMarked
package io.topicwire.mqtt.stream;

import org.jspecify.annotations.NullMarked;
