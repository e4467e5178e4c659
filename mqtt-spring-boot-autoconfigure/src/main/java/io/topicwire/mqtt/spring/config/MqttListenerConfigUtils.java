package io.topicwire.mqtt.spring.config;

/**
 * Names of beans that listeners need.
 *
 * @since 0.1.0
 */
public final class MqttListenerConfigUtils {

	/**
	 * Bean name of the internally managed listener annotation processor.
	 */
	public static final String MQTT_LISTENER_ANNOTATION_PROCESSOR_BEAN_NAME = "io.topicwire.mqtt.spring.config.internalMqttListenerAnnotationProcessor";

	/**
	 * Bean name of the internally managed listener endpoint registry.
	 */
	public static final String MQTT_LISTENER_ENDPOINT_REGISTRY_BEAN_NAME = "io.topicwire.mqtt.spring.config.internalMqttListenerEndpointRegistry";

	/**
	 * Bean name of the container factory of listeners that do not name theirs.
	 */
	public static final String DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME = "mqttListenerContainerFactory";

	private MqttListenerConfigUtils() {
	}

	/**
	 * Return the bean name of the container factory of listeners of a connection.
	 * @param connection the name of the connection
	 * @return the bean name, such as {@code cloudMqttListenerContainerFactory}
	 */
	public static String getListenerContainerFactoryBeanName(String connection) {
		return "default".equals(connection) ? DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME
				: connection + "MqttListenerContainerFactory";
	}

}
