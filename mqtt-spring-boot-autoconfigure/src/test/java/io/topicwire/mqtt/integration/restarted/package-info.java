/**
 * Application that is restarted in class loaders of its own.
 */
@NullMarked
package io.topicwire.mqtt.integration.restarted;

import org.jspecify.annotations.NullMarked;
