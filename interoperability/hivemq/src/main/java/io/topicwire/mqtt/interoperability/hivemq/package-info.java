/**
 * HiveMQ Community Edition in a process of its own.
 */
@NullMarked
package io.topicwire.mqtt.interoperability.hivemq;

import org.jspecify.annotations.NullMarked;
