package io.topicwire.mqtt.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties for MQTT.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("mqtt")
public class MqttProperties extends MqttConnectionProperties {

	@NestedConfigurationProperty
	private final MqttHealthProperties health = new MqttHealthProperties();

	/**
	 * Further connections by name. Each inherits whatever it does not set itself from the
	 * properties of the default connection, all but the client identifier, to which its
	 * name is appended.
	 */
	private final Map<String, MqttConnectionProperties> connection = new LinkedHashMap<>();

	public MqttHealthProperties getHealth() {
		return this.health;
	}

	public Map<String, MqttConnectionProperties> getConnection() {
		return this.connection;
	}

}
