/**
 * Apache Artemis in a process of its own.
 */
@NullMarked
package io.topicwire.mqtt.interoperability.artemis;

import org.jspecify.annotations.NullMarked;
