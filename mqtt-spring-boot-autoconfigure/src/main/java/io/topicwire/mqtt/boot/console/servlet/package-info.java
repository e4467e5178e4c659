/**
 * Serves the console with Spring MVC. Must know nothing of what it shows.
 */
@NullMarked
package io.topicwire.mqtt.boot.console.servlet;

import org.jspecify.annotations.NullMarked;
