/**
 * Samples of the first page.
 */
package io.topicwire.mqtt.docs.readme;
