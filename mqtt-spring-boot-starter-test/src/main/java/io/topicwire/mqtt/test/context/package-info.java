/**
 * The broker of a test class, which comes and goes with its application context.
 */
@NullMarked
package io.topicwire.mqtt.test.context;

import org.jspecify.annotations.NullMarked;
