/**
 * The packet tap: shows every packet of a client as one line, in memory, in the log, or
 * in a file for Wireshark. Sits above TLS and WebSocket, so that it sees what they hide.
 * Passwords and authentication data never get here; payloads only where somebody asks for
 * them. Must not know streams, threads, or what a packet does to a session.
 */
@NullMarked
package io.topicwire.mqtt.trace;

import org.jspecify.annotations.NullMarked;
