/**
 * Interfaces whose methods publish messages. All types are non-null unless marked
 * otherwise.
 */
@NullMarked
package io.topicwire.mqtt.spring.publisher;

import org.jspecify.annotations.NullMarked;
