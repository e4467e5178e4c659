package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.BrokerRemarks;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.text.SafeText;

/**
 * Reads what a broker says beside a reason code, and puts it into words.
 */
final class Remarks {

	private Remarks() {
	}

	static BrokerRemarks of(Properties properties) {
		if (properties.isEmpty()) {
			return BrokerRemarks.NONE;
		}
		return new BrokerRemarks(properties.get(Property.REASON_STRING), properties.get(Property.SERVER_REFERENCE),
				properties.getAll(Property.USER_PROPERTY));
	}

	static String describe(ReasonCode reasonCode, BrokerRemarks remarks) {
		String reasonString = remarks.reasonString();
		String serverReference = remarks.serverReference();
		return reasonCode + ((reasonString != null) ? ", " + SafeText.remark(reasonString) : "")
				+ ((serverReference != null) ? ", server reference '" + SafeText.remark(serverReference) + "'" : "");
	}

}
