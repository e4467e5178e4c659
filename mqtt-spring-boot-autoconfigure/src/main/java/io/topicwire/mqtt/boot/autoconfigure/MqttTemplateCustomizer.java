package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.spring.core.MqttTemplate;

/**
 * Callback interface that can be used to customize the auto-configured
 * {@link MqttTemplate}, or those of named connections. Called after all properties have
 * been applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttTemplateCustomizer {

	/**
	 * Callback to customize a {@link MqttTemplate} instance.
	 * @param template the template to customize
	 */
	void customize(MqttTemplate template);

	/**
	 * Return whether the template of a connection is to be customized; by default that of
	 * every one is.
	 * @param connection the name of the connection, {@code default} for the one that is
	 * configured with {@code mqtt.*}
	 * @return whether to call {@link #customize}
	 */
	default boolean supports(String connection) {
		return true;
	}

	/**
	 * Return a customizer for the template of one connection.
	 * @param connection the name of the connection
	 * @param customizer the customizer
	 * @return a customizer that supports this connection only
	 */
	static MqttTemplateCustomizer forConnection(String connection, MqttTemplateCustomizer customizer) {
		return new MqttTemplateCustomizer() {

			@Override
			public void customize(MqttTemplate template) {
				customizer.customize(template);
			}

			@Override
			public boolean supports(String candidate) {
				return connection.equals(candidate);
			}

		};
	}

}
