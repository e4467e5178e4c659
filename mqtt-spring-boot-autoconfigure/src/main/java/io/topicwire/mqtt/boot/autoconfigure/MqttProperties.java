package io.topicwire.mqtt.boot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties for MQTT.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("mqtt")
public class MqttProperties extends MqttConnectionProperties {

}
