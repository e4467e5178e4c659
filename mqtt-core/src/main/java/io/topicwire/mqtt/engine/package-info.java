/**
 * The moving parts of a client: connections, outbox and writer, reader, dispatch,
 * keep-alive and reconnect. Not exported. Must not know how its operations are offered to
 * applications.
 */
@NullMarked
package io.topicwire.mqtt.engine;

import org.jspecify.annotations.NullMarked;
