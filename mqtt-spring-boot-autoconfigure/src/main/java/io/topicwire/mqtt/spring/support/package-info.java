/**
 * What sending and receiving share: names of message headers, the conversion of payloads
 * and messages, and the thread for delayed actions. Knows neither listeners nor
 * templates, nor Spring Boot.
 */
@NullMarked
package io.topicwire.mqtt.spring.support;

import org.jspecify.annotations.NullMarked;
