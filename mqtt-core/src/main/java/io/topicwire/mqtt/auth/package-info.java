/**
 * Enhanced authentication (MQTT 5.0, section 4.12): what a method has to do, and
 * SCRAM-SHA-256 as a method that is ready for use. Must not know packets or connections.
 */
@NullMarked
package io.topicwire.mqtt.auth;

import org.jspecify.annotations.NullMarked;
