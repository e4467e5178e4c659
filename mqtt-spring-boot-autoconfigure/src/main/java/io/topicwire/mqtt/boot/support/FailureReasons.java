package io.topicwire.mqtt.boot.support;

import java.util.Locale;

import io.topicwire.mqtt.MqttConnectRefusedException;
import io.topicwire.mqtt.MqttDisconnectedException;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.MqttSessionStoreException;
import io.topicwire.mqtt.MqttTimeoutException;
import io.topicwire.mqtt.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Few words for many failures, so that they can be tags.
 *
 * @since 0.1.0
 */
public final class FailureReasons {

	private FailureReasons() {
	}

	/**
	 * Return why something failed.
	 * @param failure the failure, or {@code null} if nothing failed
	 * @return the broker's reason code, what went wrong otherwise, or {@code none}
	 */
	public static String reason(@Nullable MqttException failure) {
		if (failure == null) {
			return "none";
		}
		if (failure instanceof MqttConnectRefusedException refused) {
			return name(refused.reasonCode());
		}
		if (failure instanceof MqttDisconnectedException disconnected) {
			return name(disconnected.reasonCode());
		}
		if (failure instanceof MqttProtocolException) {
			return "protocol-error";
		}
		if (failure instanceof MqttSessionStoreException) {
			return "session-store";
		}
		return isTimeout(failure) ? "timeout" : "network";
	}

	/**
	 * Return who ended a connection.
	 * @param failure why it was lost, or {@code null} if the client ended it
	 * @return {@code client}, {@code server}, {@code timeout} or {@code network}
	 */
	public static String initiator(@Nullable MqttException failure) {
		if (failure == null || failure instanceof MqttProtocolException
				|| failure instanceof MqttSessionStoreException) {
			return "client";
		}
		if (failure instanceof MqttDisconnectedException) {
			return "server";
		}
		return isTimeout(failure) ? "timeout" : "network";
	}

	private static boolean isTimeout(MqttException failure) {
		return failure instanceof MqttTimeoutException || failure.getCause() instanceof MqttTimeoutException;
	}

	private static String name(ReasonCode reasonCode) {
		return reasonCode.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
