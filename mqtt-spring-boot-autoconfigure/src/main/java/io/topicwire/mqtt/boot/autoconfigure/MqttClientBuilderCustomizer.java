package io.topicwire.mqtt.boot.autoconfigure;

import io.topicwire.mqtt.client.MqttClientBuilder;

/**
 * Callback interface that can be used to customize the auto-configured
 * {@link MqttClientBuilder}. Called after all properties have been applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MqttClientBuilderCustomizer {

	/**
	 * Callback to customize a {@link MqttClientBuilder} instance.
	 * @param builder the builder to customize
	 */
	void customize(MqttClientBuilder builder);

	/**
	 * Callback to customize the builder of a connection that matters to it. This is what
	 * is called.
	 * @param builder the builder to customize
	 * @param connection the name of the connection
	 */
	default void customize(MqttClientBuilder builder, String connection) {
		customize(builder);
	}

	/**
	 * Return whether the client of a connection is to be customized; by default that of
	 * every one is.
	 * @param connection the name of the connection, {@code default} for the one that is
	 * configured with {@code mqtt.*}
	 * @return whether to call {@link #customize}
	 */
	default boolean supports(String connection) {
		return true;
	}

	/**
	 * Return a customizer for the client of one connection.
	 * @param connection the name of the connection
	 * @param customizer the customizer
	 * @return a customizer that supports this connection only
	 */
	static MqttClientBuilderCustomizer forConnection(String connection, MqttClientBuilderCustomizer customizer) {
		return new MqttClientBuilderCustomizer() {

			@Override
			public void customize(MqttClientBuilder builder) {
				customizer.customize(builder);
			}

			@Override
			public void customize(MqttClientBuilder builder, String candidate) {
				customizer.customize(builder, candidate);
			}

			@Override
			public boolean supports(String candidate) {
				return connection.equals(candidate);
			}

		};
	}

}
