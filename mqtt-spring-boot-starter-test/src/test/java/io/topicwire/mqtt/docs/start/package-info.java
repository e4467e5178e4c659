/**
 * The application of the first five minutes.
 */
package io.topicwire.mqtt.docs.start;
