package io.topicwire.mqtt.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.MqttClientListener;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what a client tells about messages that nobody waits for.
 */
final class FailedPublishes implements MqttClientListener {

	private final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

	@Override
	public void publishFailed(MqttMessage message, MqttException failure) {
		this.failures.add(new Failure(message, failure));
	}

	boolean isEmpty() {
		return this.failures.isEmpty();
	}

	/**
	 * Wait for the next failure.
	 * @param message the message that fails
	 * @param type the type of the exception
	 * @param explanation part of its message
	 */
	void expect(MqttMessage message, Class<? extends MqttException> type, String explanation) {
		try {
			Failure failure = this.failures.poll(10, TimeUnit.SECONDS);
			assertThat(failure).isNotNull();
			assertThat(failure.message()).isSameAs(message);
			assertThat(failure.exception()).isInstanceOf(type).hasMessageContaining(explanation);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private record Failure(MqttMessage message, MqttException exception) {

	}

}
