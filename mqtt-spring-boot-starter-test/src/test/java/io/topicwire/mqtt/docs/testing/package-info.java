/**
 * Samples of the documentation.
 */
package io.topicwire.mqtt.docs.testing;
