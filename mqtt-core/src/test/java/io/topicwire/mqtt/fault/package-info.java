/**
 * Faults of the wire between client and broker: packets are found in the bytes that pass,
 * and the wire is cut before, inside or after one, slowed down, silenced or made to
 * overtake itself. The model knows neither threads nor time nor sockets;
 * {@link io.topicwire.mqtt.fault.FaultProxy} applies it to real ones.
 */
@NullMarked
package io.topicwire.mqtt.fault;

import org.jspecify.annotations.NullMarked;
