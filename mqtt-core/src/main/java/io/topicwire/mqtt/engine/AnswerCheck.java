package io.topicwire.mqtt.engine;

import java.util.Collections;
import java.util.List;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.ReasonCode;

/**
 * Checks that a broker answers everything it was asked (MQTT 5.0, sections 3.9.3 and
 * 3.11.3).
 */
final class AnswerCheck {

	private AnswerCheck() {
	}

	static List<ReasonCode> success(List<?> requests) {
		return Collections.nCopies(requests.size(), ReasonCode.SUCCESS);
	}

	static void requireOnePer(List<?> requests, List<ReasonCode> reasonCodes, String packet) {
		if (reasonCodes.size() != requests.size()) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR, "The broker answered " + requests.size()
					+ " topic filters with " + reasonCodes.size() + " reason codes in " + packet);
		}
	}

}
