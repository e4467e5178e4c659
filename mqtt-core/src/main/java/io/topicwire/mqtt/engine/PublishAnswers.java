package io.topicwire.mqtt.engine;

import io.topicwire.mqtt.MqttPublishException;
import io.topicwire.mqtt.PublishResult;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Property;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.session.OutgoingPublish;
import io.topicwire.mqtt.session.OutgoingPublishes;
import org.jspecify.annotations.Nullable;

/**
 * Brings published messages of QoS 1 and 2 to their end by what the broker answers.
 * Guarded by the lock of the client.
 */
final class PublishAnswers {

	private final OutgoingPublishes<PendingPublish> inFlight;

	PublishAnswers(OutgoingPublishes<PendingPublish> inFlight) {
		this.inFlight = inFlight;
	}

	void acknowledged(Puback puback) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.acknowledge(puback.packetIdentifier());
		if (publish != null) {
			finish(publish, puback.reasonCode(), puback.properties());
		}
	}

	/**
	 * Handle a PUBREC.
	 * @return the answer, or {@code null} if the exchange is over
	 */
	@Nullable Packet received(Pubrec pubrec) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.receive(pubrec.packetIdentifier(), pubrec.reasonCode());
		if (publish == null) {
			// An exchange that is not known here shall come to an end at the broker as
			// well
			return pubrec.reasonCode().isError() ? null
					: new Pubrel(pubrec.packetIdentifier(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE);
		}
		if (pubrec.reasonCode().isError()) {
			finish(publish, pubrec.reasonCode(), pubrec.properties());
			return null;
		}
		publish.attachment().result(result(pubrec.reasonCode(), pubrec.properties()));
		return new Pubrel(pubrec.packetIdentifier());
	}

	void completed(Pubcomp pubcomp) {
		OutgoingPublish<PendingPublish> publish = this.inFlight.complete(pubcomp.packetIdentifier());
		if (publish != null) {
			// The broker took the message over with PUBREC: nothing it says now undoes
			// that
			PublishResult result = publish.attachment().result();
			publish.attachment()
				.complete((result.reasonString() != null || !result.userProperties().isEmpty()) ? result
						: result(result.reasonCode(), pubcomp.properties()));
		}
	}

	private void finish(OutgoingPublish<PendingPublish> publish, ReasonCode reasonCode, Properties properties) {
		PendingPublish pending = publish.attachment();
		if (reasonCode.isError()) {
			String reason = properties.get(Property.REASON_STRING);
			pending.fail(new MqttPublishException(reasonCode, "The broker refused a message to topic '"
					+ publish.message().topic() + "': " + reasonCode + ((reason != null) ? ", " + reason : "")));
		}
		else {
			pending.complete(result(reasonCode, properties));
		}
	}

	private static PublishResult result(ReasonCode reasonCode, Properties properties) {
		return (reasonCode == ReasonCode.SUCCESS && properties.isEmpty()) ? PublishResult.SUCCESS : new PublishResult(
				reasonCode, properties.get(Property.REASON_STRING), properties.getAll(Property.USER_PROPERTY));
	}

}
