package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Adapts {@link MqttConnectionProperties} to {@link MqttConnectionDetails}.
 */
class PropertiesMqttConnectionDetails implements MqttConnectionDetails {

	private final MqttConnectionProperties properties;

	PropertiesMqttConnectionDetails(MqttConnectionProperties properties) {
		this.properties = properties;
	}

	@Override
	public String getUrl() {
		return this.properties.getUrl();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.getUsername();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.getPassword();
	}

}
