/**
 * Samples of {@code docs/spring/console.md}.
 */
package io.topicwire.mqtt.docs.console;
