package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.UserProperty;
import io.topicwire.mqtt.auth.Authenticator;
import org.jspecify.annotations.Nullable;

/**
 * What a CONNECT of MQTT 5.0 may ask for and say besides, checked already.
 *
 * @param requestResponseInformation whether to ask for a base of response topics
 * @param requestProblemInformation whether the broker may explain failures in every
 * packet
 * @param userProperties user properties in their order
 * @param authenticator the method of enhanced authentication, if there is one
 */
public record ConnectOptions(boolean requestResponseInformation, boolean requestProblemInformation,
		List<UserProperty> userProperties, @Nullable Authenticator authenticator) {

	/**
	 * Ask for nothing, and take all explanations.
	 */
	public static final ConnectOptions DEFAULT = new ConnectOptions(false, true, List.of(), null);

}
