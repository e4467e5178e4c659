package io.topicwire.mqtt.spring.listener;

/**
 * A listener could not handle a message, which is therefore not acknowledged.
 *
 * @since 0.1.0
 */
public class ListenerExecutionFailedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message which listener failed for which topic
	 * @param cause what the listener threw
	 */
	public ListenerExecutionFailedException(String message, Throwable cause) {
		super(message, cause);
	}

}
