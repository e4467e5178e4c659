/**
 * What survives a connection: packet identifiers, exchanges in flight, received packet
 * identifiers of QoS 2, and the subscriptions that are wanted. Pure state machines that
 * are told of packets and answer with packets. Must not know threads, streams or time.
 */
@NullMarked
package io.topicwire.mqtt.session;

import org.jspecify.annotations.NullMarked;
