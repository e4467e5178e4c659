package io.topicwire.mqtt;

import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of a published message: it was written (QoS 0), or the broker took it over
 * (QoS 1 and 2).
 *
 * @param reasonCode success, or that there are no matching subscribers; never an error
 * @param reasonString what the broker said about it, for people only
 * @param userProperties user properties of the acknowledgement, for QoS 2 those of the
 * PUBREC if it says anything, otherwise those of the PUBCOMP
 * @since 0.1.0
 */
public record PublishResult(ReasonCode reasonCode, @Nullable String reasonString, List<UserProperty> userProperties) {

	/**
	 * Success without further words.
	 */
	public static final PublishResult SUCCESS = new PublishResult(ReasonCode.SUCCESS, null, Collections.emptyList());

}
