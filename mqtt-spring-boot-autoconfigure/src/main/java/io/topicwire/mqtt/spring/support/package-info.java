/**
 * What sending and receiving share: names of message headers, and the conversion of
 * payloads and messages. Knows neither listeners nor templates, nor Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.support;

import org.jspecify.annotations.NullMarked;
