package io.topicwire.mqtt.spring.config;

/**
 * A listener wants to be served by a container factory that there is not.
 *
 * @since 0.1.0
 */
public class NoSuchListenerContainerFactoryException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	private final String listener;

	/**
	 * Create an exception.
	 * @param beanName the bean name of the container factory
	 * @param listener what wants it
	 * @param cause the exception of the bean factory
	 */
	public NoSuchListenerContainerFactoryException(String beanName, String listener, Throwable cause) {
		super("@MqttListener on %s needs a bean '%s' of type MqttListenerContainerFactory; declare one, name another one with containerFactory, or name a connection that there is"
			.formatted(listener, beanName), cause);
		this.beanName = beanName;
		this.listener = listener;
	}

	/**
	 * Return the bean name of the container factory.
	 * @return the bean name
	 */
	public String getBeanName() {
		return this.beanName;
	}

	/**
	 * Return what wants the container factory.
	 * @return the listener
	 */
	public String getListener() {
		return this.listener;
	}

}
