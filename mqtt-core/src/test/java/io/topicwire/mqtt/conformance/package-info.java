/**
 * The statements of the MQTT specifications and the tests that prove them.
 */
@NullMarked
package io.topicwire.mqtt.conformance;

import org.jspecify.annotations.NullMarked;
