package io.topicwire.mqtt.trace;

import java.util.List;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.Will;
import io.topicwire.mqtt.packet.Auth;
import io.topicwire.mqtt.packet.Connack;
import io.topicwire.mqtt.packet.Connect;
import io.topicwire.mqtt.packet.Disconnect;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import io.topicwire.mqtt.packet.Pubrel;
import io.topicwire.mqtt.packet.Suback;
import io.topicwire.mqtt.packet.Subscribe;
import io.topicwire.mqtt.packet.Unsuback;
import io.topicwire.mqtt.packet.Unsubscribe;
import io.topicwire.mqtt.text.SafeText;
import org.jspecify.annotations.Nullable;

/**
 * One packet in one line: direction, client, type, what is special about the type, and in
 * the end the size of a request or the round trip of an answer.
 */
final class PacketLine {

	private final TracedPacket traced;

	private final LineBuilder line;

	private PacketLine(TracedPacket traced, Redaction redaction) {
		this.traced = traced;
		this.line = new LineBuilder(redaction);
	}

	static String of(TracedPacket traced, Redaction redaction) {
		PacketLine line = new PacketLine(traced, redaction);
		line.write(traced.packet());
		return line.line.toString();
	}

	private void write(@Nullable Packet packet) {
		this.line.word(this.traced.direction()).word(this.traced.connection().name());
		if (packet == null) {
			this.line.word("MALFORMED").bytes(this.traced.size()).word(SafeText.quoted("" + this.traced.problem()));
			return;
		}
		this.line.word(packet.type());
		writeBody(packet);
		this.line.duration(this.traced.roundTrip());
	}

	private void writeBody(Packet packet) {
		switch (packet.type()) {
			case CONNECT -> connect((Connect) packet);
			case CONNACK -> connack((Connack) packet);
			case PUBLISH -> publish((Publish) packet);
			case PUBACK -> {
				Puback ack = (Puback) packet;
				answer(ack.packetIdentifier(), List.of(ack.reasonCode()), ack.properties());
			}
			case PUBREC -> {
				Pubrec ack = (Pubrec) packet;
				answer(ack.packetIdentifier(), List.of(ack.reasonCode()), ack.properties());
			}
			case PUBREL -> {
				Pubrel ack = (Pubrel) packet;
				answer(ack.packetIdentifier(), List.of(ack.reasonCode()), ack.properties());
			}
			case PUBCOMP -> {
				Pubcomp ack = (Pubcomp) packet;
				answer(ack.packetIdentifier(), List.of(ack.reasonCode()), ack.properties());
			}
			case SUBSCRIBE -> subscribe((Subscribe) packet);
			case SUBACK -> {
				Suback ack = (Suback) packet;
				answer(ack.packetIdentifier(), ack.reasonCodes(), ack.properties());
			}
			case UNSUBSCRIBE -> unsubscribe((Unsubscribe) packet);
			case UNSUBACK -> {
				Unsuback ack = (Unsuback) packet;
				answer(ack.packetIdentifier(), ack.reasonCodes(), ack.properties());
			}
			case DISCONNECT -> {
				Disconnect disconnect = (Disconnect) packet;
				this.line.code(disconnect.reasonCode()).properties(disconnect.properties());
			}
			case AUTH -> {
				Auth auth = (Auth) packet;
				this.line.code(auth.reasonCode()).properties(auth.properties());
			}
			case PINGREQ, PINGRESP -> {
				// The type says it all
			}
		}
	}

	private void connect(Connect connect) {
		this.line.word(connect.protocolVersion())
			.wordIf(connect.cleanStart(), "clean-start")
			.attribute("keep-alive", connect.keepAlive())
			.hidden("user", connect.username())
			.hidden("password", connect.password());
		Will will = connect.will();
		if (will != null) {
			MqttMessage message = will.message();
			this.line.word("will")
				.word(qos(message.qos()))
				.wordIf(message.retain(), "retain")
				.word(SafeText.name(message.topic()))
				.attribute("will-delay-interval", will.delay().isZero() ? null : will.delay().getSeconds());
			messageProperties(message.properties());
			this.line.content("will-payload", message.payload());
		}
		this.line.properties(connect.properties()).bytes(this.traced.size());
	}

	private void connack(Connack connack) {
		this.line.code(connack.reasonCode())
			.wordIf(connack.sessionPresent(), "session-present")
			.properties(connack.properties());
	}

	private void publish(Publish publish) {
		MqttMessage message = publish.message();
		if (publish.packetIdentifier() != 0) {
			id(publish.packetIdentifier());
		}
		this.line.word(qos(message.qos())).wordIf(publish.duplicate(), "dup").wordIf(message.retain(), "retain");
		String aliasedTopic = this.traced.aliasedTopic();
		if (!message.topic().isEmpty()) {
			this.line.word(SafeText.name(message.topic()));
		}
		else if (aliasedTopic != null) {
			// In brackets, because it is not in the packet
			this.line.word("(" + SafeText.name(aliasedTopic) + ")");
		}
		if (publish.topicAlias() != 0) {
			this.line.attribute("alias", publish.topicAlias());
		}
		messageProperties(message.properties());
		this.line.bytes(this.traced.size()).payload(message.payload());
	}

	private void messageProperties(MessageProperties properties) {
		this.line.wordIf(properties.payloadIsText(), "text")
			.attribute("message-expiry-interval", properties.messageExpiryInterval())
			.attribute("content-type", properties.contentType())
			.attribute("response-topic", properties.responseTopic());
		byte[] correlationData = properties.correlationData();
		if (correlationData != null) {
			this.line.content("correlation-data", correlationData);
		}
		this.line
			.list(properties.subscriptionIdentifiers(), "", (identifier) -> "subscription-identifier=" + identifier)
			.userProperties(properties.userProperties());
	}

	private void subscribe(Subscribe subscribe) {
		id(subscribe.packetIdentifier());
		this.line
			.list(subscribe.requests(), ",",
					(request) -> SafeText.name(request.filter()) + " " + options(request.options()))
			.properties(subscribe.properties())
			.bytes(this.traced.size());
	}

	private static String options(SubscribeOptions options) {
		return qos(options.qos()) + (options.noLocal() ? " no-local" : "")
				+ (options.retainAsPublished() ? " retain-as-published" : "")
				+ ((options.retainHandling() != RetainHandling.SEND)
						? " retain-handling=" + options.retainHandling().ordinal() : "");
	}

	private void unsubscribe(Unsubscribe unsubscribe) {
		id(unsubscribe.packetIdentifier());
		this.line.list(unsubscribe.filters(), ",", SafeText::name)
			.properties(unsubscribe.properties())
			.bytes(this.traced.size());
	}

	private void answer(int packetIdentifier, List<ReasonCode> reasonCodes, Properties properties) {
		id(packetIdentifier);
		this.line.list(reasonCodes, "", LineBuilder::hex).properties(properties);
	}

	private void id(int packetIdentifier) {
		this.line.attribute("id", packetIdentifier);
	}

	private static String qos(QoS qos) {
		return "q" + qos.level();
	}

}
