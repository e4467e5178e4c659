/**
 * Publishers that tests look for.
 */
package io.topicwire.mqtt.spring.publisher.scanned;
