/**
 * Samples of the documentation in {@code docs/spring}, in a package for each page, and
 * the tests that keep the two equal.
 */
package io.topicwire.mqtt.docs;
