package io.topicwire.mqtt.auth;

import java.util.concurrent.CompletionStage;

import io.topicwire.mqtt.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a method of enhanced authentication (MQTT 5.0, section 4.12). The methods
 * are called one after the other, each when the stage of the one before has completed, on
 * threads of the client that neither read nor write the connection. The stages may
 * complete on any thread, within the time limit of the connect or of the
 * re-authentication.
 * <p>
 * A stage that fails with an {@link MqttAuthenticationException} refuses the broker: the
 * connection is closed and no further attempt made. Every other failure closes the
 * connection too, but counts as one that may pass.
 *
 * @since 0.1.0
 */
public interface AuthenticationExchange {

	/**
	 * Return what the exchange begins with.
	 * @return the data, at most 65,535 bytes, or {@code null} for none
	 */
	CompletionStage<byte @Nullable []> initialData();

	/**
	 * Answer a challenge of the broker.
	 * @param challenge the data that the broker sent, or {@code null} for none
	 * @return the data of the answer, at most 65,535 bytes, or {@code null} for none
	 */
	CompletionStage<byte @Nullable []> respond(byte @Nullable [] challenge);

	/**
	 * Check what the broker sent with its consent, before the client relies on it.
	 * @param data the data that the broker sent, or {@code null} for none
	 * @return completes if the broker is authentic, or the method does not prove that
	 */
	CompletionStage<@Nullable Void> complete(byte @Nullable [] data);

	/**
	 * Note that the exchange has failed: the broker refused, the connection was lost, it
	 * took too long, or a stage of the exchange itself has failed. Does nothing by
	 * default.
	 * @param failure what happened
	 */
	default void failed(MqttException failure) {
	}

}
