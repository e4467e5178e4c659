package io.topicwire.mqtt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a client leaves its broker (MQTT 5.0, section 3.14.2). MQTT 3.1.1 knows only
 * whether the will is to be published; the other options are left out there.
 *
 * @param publishWill whether the broker is to publish the will all the same. In MQTT
 * 3.1.1 the connection is closed without a DISCONNECT then
 * @param sessionExpiry how long the broker keeps the session from now on, in whole
 * seconds from 0 to 4,294,967,295, the maximum being for ever; {@code null} to leave it
 * as agreed on. A client that connected with zero cannot raise it
 * @param reasonString what happened, for people only; left out if the broker does not
 * accept a packet as large as that
 * @param userProperties user properties in their order; left out likewise
 * @param timeout how long to wait for operations and messages that are under way, more
 * than zero and at most 365 days, or {@code null} for the operation timeout of the
 * client. Then DISCONNECT is sent nevertheless, and the operations that are left fail
 * @since 0.1.0
 */
public record DisconnectOptions(boolean publishWill, @Nullable Duration sessionExpiry, @Nullable String reasonString,
		List<UserProperty> userProperties, @Nullable Duration timeout) {

	private static final Duration MAXIMUM_TIMEOUT = Duration.ofDays(365);

	/**
	 * Leave for good and without the will.
	 */
	public static final DisconnectOptions DEFAULT = new DisconnectOptions(false, null, null, List.of(), null);

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a value is out of range or cannot be a string
	 * of MQTT
	 */
	public DisconnectOptions {
		if (sessionExpiry != null && (sessionExpiry.isNegative() || sessionExpiry.getNano() != 0
				|| sessionExpiry.getSeconds() > 0xFFFFFFFFL)) {
			throw new IllegalArgumentException(
					"Session expiry must be from 0 to 4294967295 whole seconds but was " + sessionExpiry);
		}
		if (reasonString != null) {
			Utf8String.length(reasonString, "Reason string");
		}
		userProperties = List.copyOf(userProperties);
		for (UserProperty userProperty : userProperties) {
			userProperty.requireValid();
		}
		if (timeout != null && (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAXIMUM_TIMEOUT) > 0)) {
			throw new IllegalArgumentException(
					"Disconnect timeout must be more than zero and at most 365 days but was " + timeout);
		}
	}

	/**
	 * Return these options with the will published or not.
	 * @param publishWill whether the broker is to publish the will
	 * @return new options
	 */
	public DisconnectOptions publishWill(boolean publishWill) {
		return new DisconnectOptions(publishWill, this.sessionExpiry, this.reasonString, this.userProperties,
				this.timeout);
	}

	/**
	 * Return these options with another session expiry.
	 * @param sessionExpiry how long the broker keeps the session from now on
	 * @return new options
	 * @throws IllegalArgumentException if it is out of range
	 */
	public DisconnectOptions sessionExpiry(@Nullable Duration sessionExpiry) {
		return new DisconnectOptions(this.publishWill, sessionExpiry, this.reasonString, this.userProperties,
				this.timeout);
	}

	/**
	 * Return these options with another reason.
	 * @param reasonString what happened, for people only
	 * @return new options
	 * @throws IllegalArgumentException if it cannot be a string of MQTT
	 */
	public DisconnectOptions reasonString(@Nullable String reasonString) {
		return new DisconnectOptions(this.publishWill, this.sessionExpiry, reasonString, this.userProperties,
				this.timeout);
	}

	/**
	 * Return these options with one more user property.
	 * @param name the name
	 * @param value the value
	 * @return new options
	 * @throws IllegalArgumentException if one of them cannot be a string of MQTT
	 */
	public DisconnectOptions userProperty(String name, String value) {
		List<UserProperty> extended = new ArrayList<>(this.userProperties);
		extended.add(new UserProperty(name, value));
		return new DisconnectOptions(this.publishWill, this.sessionExpiry, this.reasonString, extended, this.timeout);
	}

	/**
	 * Return these options with another time limit.
	 * @param timeout how long to wait for operations and messages that are under way;
	 * {@code null} for the operation timeout of the client
	 * @return new options
	 * @throws IllegalArgumentException if it is not more than zero, or more than 365 days
	 */
	public DisconnectOptions timeout(@Nullable Duration timeout) {
		return new DisconnectOptions(this.publishWill, this.sessionExpiry, this.reasonString, this.userProperties,
				timeout);
	}

}
