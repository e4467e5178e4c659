/**
 * The face of the client: what an application calls. Thin: it checks arguments, offers
 * blocking forms, and leaves everything that moves to the engine.
 */
@NullMarked
package io.topicwire.mqtt.client;

import org.jspecify.annotations.NullMarked;
