package io.topicwire.mqtt.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Adapts {@link MqttProperties} to {@link MqttConnectionDetails}.
 */
class PropertiesMqttConnectionDetails implements MqttConnectionDetails {

	private final MqttProperties properties;

	PropertiesMqttConnectionDetails(MqttProperties properties) {
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
