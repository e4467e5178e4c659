package io.topicwire.mqtt;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a broker says beside a reason code when it accepts, refuses or ends a connection
 * (MQTT 5.0, sections 3.2.2.3 and 3.14.2.2). All of it is up to the broker; MQTT 3.1.1
 * has nothing of the kind.
 *
 * @param reasonString what happened, for people only and never to be parsed
 * @param serverReference other servers to use, as the broker names them: usually
 * {@code host} or {@code host:port}, several of them separated by blanks
 * @param userProperties user properties in the order of the broker
 * @since 0.1.0
 */
public record BrokerRemarks(@Nullable String reasonString, @Nullable String serverReference,
		List<UserProperty> userProperties) {

	/**
	 * The remarks of a broker that has none.
	 */
	public static final BrokerRemarks NONE = new BrokerRemarks(null, null, List.of());

	/**
	 * Create remarks.
	 */
	public BrokerRemarks {
		userProperties = List.copyOf(userProperties);
	}

}
