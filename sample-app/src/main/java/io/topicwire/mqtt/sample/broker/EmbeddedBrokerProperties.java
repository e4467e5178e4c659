package io.topicwire.mqtt.sample.broker;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the embedded broker.
 *
 * @param port the port on 127.0.0.1, or 0 for any free one
 */
@ConfigurationProperties("sample.broker")
record EmbeddedBrokerProperties(@DefaultValue("1883") int port) {

}
